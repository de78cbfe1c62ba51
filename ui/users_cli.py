"""``debate users`` and ``debate keys``: who may use a served assistant."""

import getpass
import json
import sys
from typing import Annotated

import typer

from assistant.cli_run import read_settings
from index.errors import UsageError
from ui.accounts import SHORTEST, Accounts

users = typer.Typer(no_args_is_help=True, help="Accounts that may log in to the page and the API.")
keys = typer.Typer(no_args_is_help=True, help="API keys of accounts.")

Name = Annotated[str, typer.Argument(metavar="NAME")]
FromInput = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]


@users.command("add")
def add(name: Name, password_stdin: FromInput = False) -> None:
    """Add an account. As soon as there is one, the page and the API want a login.

    Example: debate users add ada
    """
    account = _accounts().add(name, _password(password_stdin))
    typer.echo(f"Added {account.name}.")


@users.command("password")
def password(name: Name, password_stdin: FromInput = False) -> None:
    """Give an account another password; its sessions end.

    Example: debate users password ada
    """
    _accounts().change_password(name, _password(password_stdin))
    typer.echo(f"The password of {name} is changed.")


@users.command("list")
def list_users(as_json: Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")] = False) -> None:
    """List the accounts.

    Example: debate users list
    """
    for account in _accounts().all():
        facts = {"name": account.name, "created": account.created, "keys": len(account.keys)}
        typer.echo(json.dumps(facts, ensure_ascii=False) if as_json else f"{account.name}\t{account.created}")


@users.command("remove")
def remove(name: Name) -> None:
    """Take an account and its API keys away; its conversations stay on disk.

    Example: debate users remove ada
    """
    _accounts().remove(name)
    typer.echo(f"Removed {name}.")


@keys.command("add")
def add_key(name: Name, label: Annotated[str, typer.Option(help="What it is for.")] = "") -> None:
    """Make an API key of an account and print it; it is not shown again.

    Example: debate keys add ada --label notebook
    """
    typer.echo(_accounts().add_key(name, label))


@keys.command("list")
def list_keys(as_json: Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")] = False) -> None:
    """List the API keys, without their secrets.

    Example: debate keys list
    """
    for account in _accounts().all():
        for key in account.keys:
            facts = {"id": key.id, "name": account.name, "label": key.label, "created": key.created}
            typer.echo(json.dumps(facts, ensure_ascii=False) if as_json else "\t".join(facts.values()))


@keys.command("remove")
def remove_key(id: Annotated[str, typer.Argument(metavar="ID", help="As `debate keys list` shows it.")]) -> None:
    """Make an API key worthless.

    Example: debate keys remove 1f0e2d3c
    """
    _accounts().remove_key(id)
    typer.echo(f"Removed {id}.")


def _accounts() -> Accounts:
    return Accounts(read_settings().home)


def _password(from_input: bool) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UsageError("Type the password at a terminal, or give it with --password-stdin.")
    first = getpass.getpass(f"Password ({SHORTEST} characters or more): ")
    if first != getpass.getpass("Once more: "):
        raise UsageError("The two are not the same; nothing was changed.")
    return first
