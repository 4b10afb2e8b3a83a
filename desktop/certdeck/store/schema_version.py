"""Which revision of the schema this program needs. Apart from Alembic, which is too heavy for every start."""

KNOWN = (
    *("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008"),
    *("0009", "0010", "0011", "0012", "0013", "0014", "0015", "0016"),
    *("0017", "0018", "0019", "0020", "0021", "0022", "0023"),
)
"""Every revision ever released, oldest first."""
HEAD = KNOWN[-1]
"""The revision that this program reads and writes."""
APPLICATION_ID = 0x43444B31
"""Written into the file's header ("CDK1"), so that another program's database is told from ours."""
