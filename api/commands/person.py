import click


@click.group()
def person() -> None: ...
