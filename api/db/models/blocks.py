"""Blocks of a very long list on their way between the worker that has the job and those that help it."""

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from api.db.models.base import ID_LENGTH, Base


class BlockRow(Base):
    """A block of one round, from when it is handed out until the round is over.

    ``work`` says what is to be done, ``task`` and ``found`` are parcels of arrays, without anybody's id. Whoever is the
    first to write their ``worker_id`` computes it.
    """

    __tablename__ = "job_blocks"
    __table_args__ = (Index(None, "job_id", "worker_id"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"))
    work: Mapped[str] = mapped_column(String(20))
    task: Mapped[bytes] = mapped_column(LargeBinary)
    found: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    worker_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), default=None)
