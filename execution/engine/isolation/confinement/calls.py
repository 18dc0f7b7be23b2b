"""Which system calls a process may make, by a seccomp filter: no new processes, no signals to others, no sockets
beyond what the network setting allows, nothing that changes the machine.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from typing import Literal

from execution.engine.isolation.confinement import system
from execution.engine.isolation.confinement.numbers import NUMBERS

Network = Literal["none", "public", "all"]

LOAD_WORD = 0x20  # BPF_LD | BPF_W | BPF_ABS
JUMP_EQUAL = 0x15
JUMP_AT_LEAST = 0x35
JUMP_ANY_BIT = 0x45
AND = 0x54
RETURN = 0x06

ALLOW = 0x7FFF0000
KILL_PROCESS = 0x80000000
FAIL = 0x00050000

AT_NUMBER, AT_ARCHITECTURE, AT_ARGUMENTS = 0, 4, 16
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
X32_BIT = 0x40000000

CLONE_THREAD = 0x10000
MSG_FASTOPEN = 0x20000000
AF_INET, AF_INET6, SOCK_STREAM, SOCK_TYPE_MASK, IPPROTO_TCP = 2, 10, 1, 0xF, 6

Instruction = tuple[int, int, int, int]
"""Operation, jump if true, jump if false, operand."""

ALWAYS_REFUSED = (  # noqa: SIM905  # ninety names, one a line, would hide their groups
    # new processes and programs
    "fork vfork execve execveat "
    # other processes
    "ptrace process_vm_readv process_vm_writev process_madvise kcmp pidfd_open pidfd_getfd pidfd_send_signal tkill "
    "rt_sigqueueinfo rt_tgsigqueueinfo setpriority sched_setscheduler sched_setparam sched_setattr sched_setaffinity "
    "ioprio_set migrate_pages move_pages "
    # files by ways that Landlock does not watch: owners, modes, attributes, sizes by name, handles
    "chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat setxattr lsetxattr fsetxattr removexattr "
    "lremovexattr fremovexattr setxattrat removexattrat truncate open_by_handle_at name_to_handle_at fanotify_init "
    "inotify_init inotify_init1 memfd_create memfd_secret "
    # memory and queues that processes share
    "shmget shmat shmctl msgget msgsnd msgrcv msgctl semget semop semctl semtimedop mq_open mq_unlink "
    # the machine
    "mount umount2 pivot_root chroot move_mount open_tree fsopen fsconfig fsmount fspick mount_setattr unshare setns "
    "bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register keyctl add_key request_key "
    "init_module finit_module delete_module kexec_load kexec_file_load reboot swapon swapoff settimeofday "
    "clock_settime clock_adjtime adjtimex sethostname setdomainname acct quotactl quotactl_fd syslog vhangup iopl "
    "ioperm modify_ldt personality lookup_dcookie nfsservctl uselib seccomp sync syncfs"
).split()

F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_NOTIFY = 8, 10, 15, 1024, 1026
FIOSETOWN, SIOCSPGRP, TIOCSTI = 0x8901, 0x8902, 0x5412
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_MM, PR_SET_CHILD_SUBREAPER, PR_SET_PTRACER = 1, 4, 35, 36, 0x59616D61

REFUSED_USES = (
    # The owner of a file descriptor is sent signals: any process, any signal.
    ("fcntl", 1, (F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_NOTIFY)),
    ("ioctl", 1, (FIOSETOWN, SIOCSPGRP, TIOCSTI)),
    # To live on without the parent, to be looked into.
    ("prctl", 0, (PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_MM, PR_SET_CHILD_SUBREAPER, PR_SET_PTRACER)),
)
"""Call, position of the argument that says what it shall do, and what it shall not do."""

REFUSED_WITHOUT_FREE_NETWORK = ("connect", "bind", "listen", "accept", "accept4", "sendmmsg")


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


def allow_only_harmless_calls(machine: str, network: Network) -> None:
    """Install the filter in this process; it holds for all its threads, for good."""
    code = b"".join(struct.pack("HBBI", *step) for step in filter_of(machine, network, os.getpid()))
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    system.control(system.PR_SET_SECCOMP, ctypes.c_ulong(system.SECCOMP_MODE_FILTER), ctypes.byref(program))


def filter_of(machine: str, network: Network, own_pid: int) -> list[Instruction]:
    """Return the filter's program: each block looks at one call and ends with a verdict, or leads to the next."""
    number_of = NUMBERS[machine]
    steps: list[Instruction] = [
        (LOAD_WORD, 0, 0, AT_ARCHITECTURE),
        (JUMP_EQUAL, 1, 0, ARCHITECTURES[machine]),
        (RETURN, 0, 0, KILL_PROCESS),
        (LOAD_WORD, 0, 0, AT_NUMBER),
        (JUMP_AT_LEAST, 0, 1, X32_BIT),
        (RETURN, 0, 0, KILL_PROCESS),
    ]
    refused = [*ALWAYS_REFUSED, *(REFUSED_WITHOUT_FREE_NETWORK if network != "all" else ())]
    for name in refused:
        if name in number_of:
            steps += [(JUMP_EQUAL, 0, 1, number_of[name]), _fail(errno.EPERM)]
    # The C library then falls back to `clone`, whose flags a filter can see.
    steps += [(JUMP_EQUAL, 0, 1, number_of["clone3"]), _fail(errno.ENOSYS)]
    steps += _block(number_of["clone"], [_argument(0), (JUMP_ANY_BIT, 0, 1, CLONE_THREAD), _allow()])
    for name in ("kill", "tgkill"):
        steps += _block(number_of[name], [_argument(0), (JUMP_EQUAL, 0, 1, own_pid), _allow()])
    for name, position, uses in REFUSED_USES:
        steps += _block(number_of[name], [_argument(position), *_none_of(uses), _allow()])
    own_or_zero = [_argument(0), (JUMP_EQUAL, 1, 0, own_pid), (JUMP_EQUAL, 0, 1, 0), _allow()]
    steps += _block(number_of["prlimit64"], own_or_zero)
    steps += _sockets(number_of, network)
    return [*steps, _allow()]


def _sockets(number_of: dict[str, int], network: Network) -> list[Instruction]:
    """Without a free network a socket may exist, but nobody can connect it; the host hands in connected ones."""
    if network == "none":
        return _block(number_of["socket"], [])
    internet = [_argument(0), (JUMP_EQUAL, 1, 0, AF_INET), (JUMP_EQUAL, 0, 1, AF_INET6)]
    if network == "all":
        return _block(number_of["socket"], [*internet, _allow()])
    stream = [_argument(1), (AND, 0, 0, SOCK_TYPE_MASK), (JUMP_EQUAL, 0, 1, SOCK_STREAM), _allow()]
    # Other protocols, SCTP for one, have more ways to connect.
    stream = [_argument(2), (JUMP_EQUAL, 1, 0, 0), (JUMP_EQUAL, 0, len(stream), IPPROTO_TCP), *stream]
    internet = [_argument(0), (JUMP_EQUAL, 1, 0, AF_INET), (JUMP_EQUAL, 0, len(stream), AF_INET6)]
    # To an address, or with TCP Fast Open, sending connects.
    to_nobody = [_argument(4), (JUMP_EQUAL, 0, 3, 0), _argument(4, high=True), (JUMP_EQUAL, 0, 1, 0), _allow()]
    not_fast = [_argument(3), (JUMP_ANY_BIT, len(to_nobody), 0, MSG_FASTOPEN)]
    return [
        *_block(number_of["socket"], [*internet, *stream]),
        *_block(number_of["sendto"], [*not_fast, *to_nobody]),
        *_block(number_of["sendmsg"], [_argument(2), (JUMP_ANY_BIT, 1, 0, MSG_FASTOPEN), _allow()]),
    ]


def _none_of(uses: tuple[int, ...]) -> list[Instruction]:
    """Lead to the refusal after the next verdict where the argument is one of those."""
    return [(JUMP_EQUAL, len(uses) - place, 0, use) for place, use in enumerate(uses)]


def _block(number: int, checks: list[Instruction]) -> list[Instruction]:
    """Refuse the call unless the checks reach their verdict; they destroy the number, so the block always decides."""
    return [(JUMP_EQUAL, 0, len(checks) + 1, number), *checks, _fail(errno.EPERM)]


def _argument(position: int, *, high: bool = False) -> Instruction:
    return (LOAD_WORD, 0, 0, AT_ARGUMENTS + 8 * position + (4 if high else 0))


def _fail(number: int) -> Instruction:
    return (RETURN, 0, 0, FAIL | number)


def _allow() -> Instruction:
    return (RETURN, 0, 0, ALLOW)
