# The pages say what stands in the files of this folder, in English. Sentences about people and plans are the library's, in its own
# catalogue. Syntax: https://projectfluent.org/fluent/guide/

product = Group Matcher
statement = These are proposals. A clinician decides.
skip = Skip to the content
nav-lists = Lists
nav-interface = For programs
