"""Care for what is kept about people: handing it out, erasing it, and not keeping it for ever."""
