"""The two stores: declarative bases, column types, and how a transaction begins.

`Base` is the main database; `ReleaseBase` is the release store, which donor pages read and nothing
else. Both are SQLite by default and PostgreSQL by a setting, behind the same code.
"""

from __future__ import annotations

import enum
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, ClassVar, Protocol

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Engine, Enum, MetaData, Uuid, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

from tracker.config import Settings
from tracker.errors import EditedMeanwhile

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
RELEASE = "release"


class UTCDateTime(TypeDecorator[datetime]):
    """A moment, always with its zone: SQLite forgets zones, so UTC is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuse a moment without a zone and store the rest in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Put the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_TYPES: dict[Any, Any] = {
    datetime: UTCDateTime(),
    dict[str, Any]: JSON(),
    uuid.UUID: Uuid(),
    enum.Enum: Enum(
        enum.Enum,
        native_enum=False,
        length=40,
        # By value: what stands in the database is what the documents say.
        values_callable=lambda members: [member.value for member in members],
    ),
}


class StandsForColumn(Protocol):
    """A class attribute that is kept in a column of another shape, such as a sealed value."""

    default: Any

    def column(self, name: str) -> MappedColumn[Any]:
        """Return the column that keeps the attribute called `name`."""


class _Declared:
    """What both bases share: attributes that stand for columns, and ids made before the first flush."""

    stand_ins: ClassVar[dict[str, StandsForColumn]] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        """Give every attribute that stands for a column its column, then map the class."""
        cls.stand_ins = {
            name: attribute
            for klass in reversed(cls.__mro__)
            for name, attribute in vars(klass).items()
            if hasattr(attribute, "column") and hasattr(attribute, "default")
            if not isinstance(attribute, MappedColumn)
        }
        for name, attribute in cls.stand_ins.items():
            if f"{name}_sealed" not in vars(cls):
                setattr(cls, f"{name}_sealed", attribute.column(name))
        super().__init_subclass__(**options)

    def __init__(self, **values: Any) -> None:
        """Set plain values first: a sealed one is bound to the id and the owner of its row."""
        stand_ins = type(self).stand_ins
        if isinstance(self, HasId):
            values.setdefault("id", uuid.uuid4())
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no {name}")
            if name not in stand_ins:
                setattr(self, name, value)
        for name, field in stand_ins.items():
            setattr(self, name, values.get(name, field.default))


class Base(_Declared, DeclarativeBase):
    """The main database's declarative base."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = _TYPES


class ReleaseBase(_Declared, DeclarativeBase):
    """The release store's declarative base."""

    metadata = MetaData(naming_convention=NAMING, info={"bind_key": RELEASE})
    type_annotation_map = _TYPES


class HasId:
    """A row known by a random id."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)


class Versioned:
    """A row that two people can edit: the later save is told (`EditedMeanwhile`), nothing is lost."""

    version: Mapped[int] = mapped_column(nullable=False)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """Let every update check and raise the version."""
        return {"version_id_col": cls.version}

    def expect_version(self, version: int) -> None:
        """Raise `EditedMeanwhile` when the row is not the one that the person was shown."""
        if self.version != version:
            raise EditedMeanwhile(self)


db = SQLAlchemy(metadata=Base.metadata)
db.metadatas[RELEASE] = ReleaseBase.metadata

_writing: ContextVar[bool] = ContextVar("writing", default=False)


@contextmanager
def writing() -> Iterator[None]:
    """Begin transactions inside this block as writers, so that they queue instead of failing.

    A SQLite transaction that reads first and writes later fails at once when somebody wrote in
    between; one that announces itself waits its turn.
    """
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """Begin transactions inside this block as readers, even while this request writes on another connection."""
    token = _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def out_of_the_queue() -> Iterator[None]:
    """Let other writers pass inside this block, for what takes long and only reads.

    What was not committed is rolled back, and whatever was loaded has to be loaded again: others may have changed it.
    """
    db.session.rollback()
    try:
        with reading():
            yield
    finally:
        db.session.rollback()


def announce_writing() -> None:
    """Begin this request's transactions as writers; the context ends with the request."""
    _writing.set(True)


def forget_writing() -> None:
    """Go back to reading at the start of a request whose thread served a writer before."""
    _writing.set(False)


def init_db(app: Flask, settings: Settings) -> None:
    """Bind both stores to the application."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_BINDS"] = {RELEASE: settings.release_database_url}
    db.init_app(app)
    with app.app_context():
        for engine in db.engines.values():
            prepare_engine(engine)


def prepare_engine(engine: Engine) -> None:
    """Set what SQLite needs to be safe and to let readers and one writer work side by side."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions begin below, not by the driver's guess
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "trusted_schema=OFF",
            "temp_store=MEMORY",
            "cache_size=-32000",  # KiB, at most: lists look rows up all over the file
            "busy_timeout=10000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
