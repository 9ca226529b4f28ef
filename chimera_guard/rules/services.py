"""Processes, services, power, users and the network of this machine."""

from __future__ import annotations

from chimera_guard.context import Context
from chimera_guard.effects.model import Effect
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.registry import rule

HIGH, MEDIUM = SecurityRisk.HIGH, SecurityRisk.MEDIUM
GRAVE = frozenset({"force", "all", "bulk", "privileged", "power", "stop"})


@rule(
    "service-stopped",
    HIGH,
    on="service",
    reason="[power: switches the machine off, or restarts it | stops something that the machine, or others, depend on]",
    why="Sessions, jobs and the services of other people end at once[power: ; a machine elsewhere may not come back].",
    instead="tell those who depend on it first; restart [power: the one service | it], where that is enough",
    match=[
        "reboot",
        "shutdown -h now",
        "iptables -P INPUT DROP",
        "systemctl list-units | xargs systemctl stop",
        "for s in nginx php-fpm; do service $s stop; done",
        "ip route del default",
        "ip route flush table main",
        "ip link set eth0 down",
        "nmcli device disconnect eth0",
    ],
    # One network, one address, swap: what is left carries on, and the one command that puts it back is at hand.
    not_match=[
        "systemctl status sshd",
        "systemctl restart nginx",
        "systemctl kill -s HUP nginx",
        "ip route del 10.0.0.0/8",
        "ip addr del 10.0.0.2/24 dev eth0",
        "nmcli con down office",
        "machinectl poweroff box",
    ],
)
def service_stopped(effect: Effect, context: Context) -> bool:
    if "processes" in effect.taint:  # one after the other, as a list of all of them names them
        return True
    return not GRAVE.isdisjoint(effect.flags) and "local" not in effect.flags


@rule(
    "access-granted",
    HIGH,
    on="service",
    reason="changes who can log in to the machine, or with which rights",
    why="Rights once given are rarely missed; a password on a command line is known to whoever reads its history.",
    instead="give only the one right that is needed, and let the user choose the password (passwd asks for it)",
    match=["passwd -d bob", "echo bob:secret | chpasswd", "pw useradd bob -g wheel"],
    not_match=["passwd bob", "useradd -m bob", "passwd -S bob"],
)
def access_granted(effect: Effect, context: Context) -> bool:
    return "access" in effect.flags


@rule(
    "traffic-rerouted",
    HIGH,
    on="service",
    reason="sends what this machine asks of the network by way of another one",
    why="Whoever runs that one can read what is not encrypted, and answer in the place of others.",
    instead="set the proxy for the one program that needs it",
    match=["networksetup -setwebproxy Wi-Fi 192.0.2.1 8080"],
    not_match=["networksetup -getwebproxy Wi-Fi", "networksetup -setwebproxystate Wi-Fi off"],
)
def traffic_rerouted(effect: Effect, context: Context) -> bool:
    return "rerouted" in effect.flags


@rule(
    "machine-exhausted",
    HIGH,
    on="service",
    reason="keeps a processor busy without end, for nothing",
    why="It goes on until somebody finds and ends it, and slows down all else.",
    instead="give it an end: timeout 60",
    match=["yes > /dev/null", "while true; do :; done"],
    not_match=["yes | head -n 3 > /dev/null", "while true; do date; sleep 60; done"],
)
def machine_exhausted(effect: Effect, context: Context) -> bool:
    return "busy" in effect.flags


@rule(
    "service-changed",
    MEDIUM,
    on="service",
    reason="changes how the machine is set up, or what runs on it",
    match=["systemctl restart nginx"],
    not_match=["systemctl status nginx"],
)
def service_changed(effect: Effect, context: Context) -> bool:
    return True
