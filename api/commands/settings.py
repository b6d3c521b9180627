"""``group-matcher settings``: what is set, and where."""

import click


@click.command()
def settings() -> None:
    """Print the settings in force, and where each comes from; passwords are left out."""
    from api.settings import UnusableSettingsError, load_settings, source_of

    try:
        found = load_settings()
    except UnusableSettingsError as error:
        raise click.UsageError(str(error)) from None
    rows = [(name, _shown(name, found.url() if name == "database_url" else value)) for name, value in found]
    names, values = (max(len(row[column]) for row in rows) for column in (0, 1))
    for name, value in rows:
        click.echo(f"{name:{names}}  {value:{values}}  {source_of(name)}")


def _shown(name: str, value: object) -> str:
    from api.db.database import UnusableDatabaseError, address

    if value is None:
        return "–"
    if name == "database_url":
        try:
            return address(str(value)).render_as_string(hide_password=True)
        except UnusableDatabaseError:
            return "(unreadable)"
    return "***" if any(part in name for part in ("secret", "password")) else str(value)
