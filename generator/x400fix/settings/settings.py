# SPDX-License-Identifier: MIT
"""Joins the config file and the options: an option goes before the file's key."""

from collections.abc import Callable, Iterable

import msgspec

from x400fix.inventory.addresses import parse_ipv4
from x400fix.problems import BadValueError, Place, Problem, UsageError
from x400fix.settings.choices import AddressMode, Pack, Profile, Strategy, Wave
from x400fix.settings.config_file import Config, PoolConfig
from x400fix.settings.ticket_facts import TicketFacts, parse_note, parse_ticket
from x400fix.settings.window import Window, parse_window


class RangeText(msgspec.Struct, frozen=True):
    """A range as it was given, and where: an option's name or the config file."""

    text: str
    place: Place
    owner: str = ""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that decides what the plan is, apart from the inputs themselves.

    ``dns`` are addresses with the names that DNS has for them, by name.
    """

    pool: tuple[RangeText, ...] = ()
    exclude: tuple[RangeText, ...] = ()
    address_mode: AddressMode = AddressMode.IP
    strategy: Strategy = Strategy.ADDRESS
    keep: tuple[str, ...] = ()
    reassign_all: bool = False
    minimal: bool = False
    unsafe: bool = False
    ticket: str = ""
    wave: Wave = Wave.AUTO
    window: Window | None = None
    window_place: Place = Place("--window")
    owner: str = ""
    profile: Profile = Profile.GENERIC
    pack: Pack = Pack.PLAIN
    facts: TicketFacts = TicketFacts()
    dns: tuple[tuple[int, str], ...] = ()


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line says; None or empty where it says nothing."""

    pool: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    address_mode: AddressMode | None = None
    strategy: Strategy | None = None
    keep: tuple[str, ...] = ()
    reassign_all: bool = False
    minimal: bool = False
    unsafe: bool = False
    ticket: str | None = None
    wave: Wave | None = None
    window: str | None = None
    owner: str | None = None
    profile: Profile | None = None
    pack: Pack | None = None


def settle(options: Options, config: Config, config_place: Place) -> Settings:
    """The settings of a run; raises UsageError for options that do not go together.

    ``--pool`` replaces the file's ranges, ``--exclude`` adds to the file's exclusions.
    """
    problems = list(_clashes(options, config, config_place))
    if problems:
        raise UsageError(problems)
    strategy = options.strategy or config.strategy or Strategy.ADDRESS
    # More names for one address have no address to show, so the names are the Address.
    usual = AddressMode.LMHOSTS if strategy is Strategy.HOSTNAME else AddressMode.IP
    pool = range_texts(options.pool, Place("--pool"))
    exclude = range_texts(config.pool.exclude, config_place)
    ticket = config.ticket_table
    window = options.window or ticket.window
    is_of_file = options.window is None and ticket.window is not None
    return Settings(
        pool=tuple(pool or range_texts(_pool_texts(config.pool), config_place)),
        exclude=(*exclude, *range_texts(options.exclude, Place("--exclude"))),
        address_mode=options.address_mode or config.address_mode or usual,
        strategy=strategy,
        keep=options.keep,
        reassign_all=options.reassign_all,
        minimal=options.minimal,
        unsafe=options.unsafe,
        ticket=options.ticket or ticket.number or "",
        wave=options.wave or config.wave or Wave.AUTO,
        window=parse_window(window) if window else None,
        window_place=config_place if is_of_file else Place("--window"),
        owner=ticket.owner or "" if options.owner is None else options.owner,
        profile=options.profile or ticket.profile or Profile.GENERIC,
        pack=options.pack or ticket.pack or Pack.PLAIN,
        facts=ticket.facts,
        dns=tuple(
            (parse_ipv4(address, code="X4-E042"), name)
            for name, address in sorted(config.dns.items())
        ),
    )


def _clashes(options: Options, config: Config, config_place: Place) -> Iterable[Problem]:
    """Options that exclude each other, whether they come from the command line or the file."""
    strategy = options.strategy or config.strategy
    if strategy is Strategy.HOSTNAME:
        if (options.address_mode or config.address_mode) is AddressMode.IP:
            message = (
                "with the strategy hostname the Address must be a name, so address mode ip is not "
                "possible: write lmhosts or hosts, or leave it out"
            )
            where = Place("--address-mode") if options.address_mode else config_place
            yield Problem(code="X4-E091", message=message, where=where)
        if options.minimal:
            message = "the strategy hostname takes no addresses, so there is none to save"
            yield Problem(code="X4-E092", message=message, where=Place("--minimal"))
    yield from _text_fault("--ticket", options.ticket, parse_ticket)
    yield from _text_fault("--window", options.window, parse_window)
    yield from _text_fault("--owner", options.owner, parse_note)


def _text_fault(name: str, text: str | None, parse: Callable[[str], object]) -> Iterable[Problem]:
    """What is wrong with the text of an option, if it is given."""
    try:
        if text is not None:
            parse(text)
    except BadValueError as error:
        yield Problem(code=error.code, message=error.message, where=Place(name))


def range_texts(texts: Iterable[str], place: Place) -> list[RangeText]:
    """Ranges as they were given; ``OWNER=RANGE`` is keyed to an owner."""
    found = []
    for text in texts:
        owner, equals, ranges = text.rpartition("=")
        parts = (ranges if equals else text).split(",")
        found += [RangeText(part.strip(), place, owner.strip().upper()) for part in parts]
    return found


def _pool_texts(config: PoolConfig) -> list[str]:
    """The ranges of the config file, those of owners last, in the order of their names."""
    owners = sorted(config.owners.items())
    return [*config.ranges, *(f"{owner}={each}" for owner, ranges in owners for each in ranges)]
