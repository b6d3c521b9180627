import click


@click.group()
def retention() -> None: ...
