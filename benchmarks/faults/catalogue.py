"""The faults that are tried, in the order of the table; those of one arrangement stand together."""

from __future__ import annotations

from benchmarks.faults import strikes
from benchmarks.faults.trial import Fault

IMPATIENT = 3.0
"""Seconds after which a proxy gives a request up and sends it to another process."""

FAULTS = (
    Fault("None, to compare with", "alone", strikes.nothing),
    Fault("Kill -9 of the only process that answers", "alone", strikes.kill_worker),
    Fault("SIGSTOP of the only process that answers", "alone", strikes.stop_worker),
    Fault("Kill -9 of the console", "alone", strikes.kill_console),
    Fault("SIGSTOP of the console, 5 s", "alone", strikes.stop_console, lasts=strikes.AWAY),
    Fault(
        "Database locked by another process, 8 s",
        "alone",
        strikes.lock_database,
        lasts=strikes.FROZEN,
    ),
    Fault("Clock put forward by two hours", "alone", strikes.clock_forward),
    Fault("Clock put back by two hours", "alone", strikes.clock_back),
    Fault("Model file truncated", "alone", strikes.truncate_model),
    Fault("Model file of the wrong version", "alone", strikes.age_model),
    Fault("Model file missing, and the process killed", "alone", strikes.remove_model),
    Fault("Facts file broken", "alone", strikes.break_facts),
    Fault("Disk full, 5 s", "small_disk", strikes.fill_disk, lasts=strikes.AWAY),
    Fault("Kill -9 of the action server", "with_actions", strikes.kill_actions),
    Fault(
        "SIGSTOP of the action server, 5 s",
        "with_actions",
        strikes.stop_actions,
        lasts=strikes.AWAY,
    ),
    Fault("Kill -9 of one worker of two", "together", strikes.kill_worker),
    Fault("SIGSTOP of one worker of two", "together", strikes.stop_worker),
    Fault("Kill -9 of PostgreSQL", "together", strikes.kill_postgres),
    Fault("SIGSTOP of PostgreSQL, 5 s", "together", strikes.stop_postgres, lasts=strikes.AWAY),
    Fault("Kill -9 of Redis", "together", strikes.kill_redis),
    Fault("SIGSTOP of Redis, 5 s", "together", strikes.stop_redis, lasts=strikes.AWAY),
    Fault(
        "Network to Slack and Microsoft cut, 8 s",
        "together",
        strikes.cut_network,
        lasts=strikes.FROZEN,
    ),
    Fault(
        "None; every message sent to both processes at once", "apart", strikes.nothing, doubled=True
    ),
    Fault(
        "One process frozen for 8 s, then awake again",
        "apart",
        strikes.freeze_one,
        patience=IMPATIENT,
        lasts=strikes.FROZEN,
    ),
)
