"""One end of a tunnel written for each system.

Port 1 leads to the network between the ends, port 2 to the own hosts. `end`: 1 or 2; the other end has the other number.
The outer address of an end is 10.0.<end>.1, the inner one 10.9.0.<end>, its hosts are in 10.<end>.0.0/24.
"""

from copying_texts import text

MASK30, MASK24 = "255.255.255.252", "255.255.255.0"


def block(indent, head, *lines):
    """The lines below a head."""
    return text(head, *(indent + line for line in lines if line)).rstrip("\n")


def ciscos(head, port, end, mode, key, routes, closing="", indent=" ", address="ip address", opening=""):
    """The systems that write `tunnel source`."""
    other, up = 3 - end, "no shutdown"
    return text(
        *head, block(indent, port.format(1), opening, f"{address} 10.0.{end}.1 {MASK30}", up),
        block(indent, port.format(2), opening, f"{address} 10.{end}.0.1 {MASK24}", up),
        block(indent, mode[0], f"{address} 10.9.0.{end} {MASK30}", mode[1], f"tunnel source 10.0.{end}.1", f"tunnel destination 10.0.{other}.1",
              f"tunnel key {key}" if key else "", up), *routes, closing)


def ios(end, mode, key):
    other = 3 - end
    return ciscos(["version 15.2", f"hostname {'AB'[end - 1]}"], "interface GigabitEthernet0/{}", end,
                  ["interface Tunnel1", "tunnel mode " + ("gre ip" if mode == "gre" else "ipip")], key,
                  [f"ip route 10.0.{other}.0 {MASK30} 10.0.{end}.2", f"ip route 10.{other}.0.0 {MASK24} 10.9.0.{other}"], "end")


def nxos(end, mode, key):
    other = 3 - end
    return ciscos(["!Command: show running-config", "version 9.3(5) Bios:version", f"hostname {'AB'[end - 1]}", "feature tunnel"],
                  "interface Ethernet1/{}", end, ["interface Tunnel1", "tunnel mode " + ("gre ip" if mode == "gre" else "ipip ip")], key,
                  [f"ip route 10.0.{other}.0/30 10.0.{end}.2", f"ip route 10.{other}.0.0/24 10.9.0.{other}"], indent="  ", opening="no switchport")


def eos(end, mode, key):
    if mode != "gre":
        return None
    other = 3 - end
    return ciscos([f"! device: {'AB'[end - 1]} (EOS-4.30.0F)", f"hostname {'AB'[end - 1]}", "ip routing"], "interface Ethernet{}", end,
                  ["interface Tunnel1", "tunnel mode gre"], key,
                  [f"ip route 10.0.{other}.0/30 10.0.{end}.2", f"ip route 10.{other}.0.0/24 10.9.0.{other}"], "end", indent="   ",
                  opening="no switchport")


def iosxr(end, mode, key):
    other = 3 - end
    return ciscos(["!! IOS XR Configuration 7.3.2", f"hostname {'AB'[end - 1]}"], "interface GigabitEthernet0/0/0/{}", end,
                  ["interface tunnel-ip1", "tunnel mode " + ("gre ipv4" if mode == "gre" else "ipv4")], key,
                  ["router static", " address-family ipv4 unicast", f"  10.0.{other}.0/30 10.0.{end}.2", f"  10.{other}.0.0/24 10.9.0.{other}", " !", "!"],
                  "end", address="ipv4 address")


def junos(end, mode, key):
    other, port = 3 - end, ("gr" if mode == "gre" else "ip") + "-0/0/0"
    return text(
        "set version 21.4R3", f"set system host-name {'AB'[end - 1]}", f"set interfaces ge-0/0/1 unit 0 family inet address 10.0.{end}.1/30",
        f"set interfaces ge-0/0/2 unit 0 family inet address 10.{end}.0.1/24", f"set interfaces {port} unit 0 tunnel source 10.0.{end}.1",
        f"set interfaces {port} unit 0 tunnel destination 10.0.{other}.1", f"set interfaces {port} unit 0 tunnel key {key}" if key else "",
        f"set interfaces {port} unit 0 family inet address 10.9.0.{end}/30",
        f"set routing-options static route 10.0.{other}.0/30 next-hop 10.0.{end}.2",
        f"set routing-options static route 10.{other}.0.0/24 next-hop 10.9.0.{other}")


def frr(end, mode, key):
    if key:
        return None  # an interfaces file has no word for it
    other = 3 - end
    return text(
        "# This file describes the network interfaces", "auto swp1", "iface swp1", f"  address 10.0.{end}.1/30", "auto swp2", "iface swp2",
        f"  address 10.{end}.0.1/24", "auto tunnel1", "iface tunnel1", f"  address 10.9.0.{end}/30", f"  tunnel-mode {mode}",
        f"  tunnel-local 10.0.{end}.1", f"  tunnel-endpoint 10.0.{other}.1", "frr version 8.4.4", "frr defaults datacenter",
        f"hostname {'AB'[end - 1]}", f"ip route 10.0.{other}.0/30 10.0.{end}.2", f"ip route 10.{other}.0.0/24 10.9.0.{other}", "line vty")


PRIVATE = {1: "ABJGxuCRqHC4IMcDXB41EaxWVZV65ARyD7uYDoDJ9nw=", 2: "sIoxKeF492gT8fBYS6OFUgi85haTczhDbQcg2FiV9WQ="}
PUBLIC = {1: "TT63qxw2GTYJ6oBoXn4a3McePkPzhUCywAi4mr+oAR8=", 2: "D9wNCrm+9wSvuHmKh/Tv6ChfIrPPJhI6PRzuJIGYuyM="}


def wireguard(end, peer_key=None, allowed=None, endpoint=True):
    """The files of a Linux host by their names; wg-quick makes the route to the other hosts."""
    other = 3 - end
    return {
        "hostname": "AB"[end - 1] + "\n",
        "interfaces": text("auto swp1", "iface swp1", f"  address 10.0.{end}.1/30", "auto swp2", "iface swp2", f"  address 10.{end}.0.1/24"),
        "wg0.conf": text(
            "[Interface]", f"Address = 10.9.0.{end}/30", "ListenPort = 51820", f"PrivateKey = {PRIVATE[end]}", "[Peer]",
            f"PublicKey = {peer_key or PUBLIC[other]}", f"AllowedIPs = {allowed or f'10.9.0.{other}/32, 10.{other}.0.0/24'}",
            f"Endpoint = 10.0.{other}.1:51820" if endpoint else "", "PersistentKeepalive = 25"),
        "frr.conf": text("frr version 8.4.4", f"ip route 10.0.{other}.0/30 10.0.{end}.2", "line vty")}


def wireguard_text(end, **options):
    """The same in one text."""
    files = wireguard(end, **options)
    return "".join([files["hostname"], "# This file describes the network interfaces\n", files["interfaces"], "# /etc/wireguard/wg0.conf\n",
                    files["wg0.conf"], files["frr.conf"]])


# System: how it is written, how the port to the network between the ends is called.
SYSTEMS = {"eos": (eos, "Ethernet1"), "frr": (frr, "swp1"), "ios": (ios, "GigabitEthernet0/1"), "iosxr": (iosxr, "GigabitEthernet0/0/0/1"),
           "junos": (junos, "ge-0/0/1"), "nxos": (nxos, "Ethernet1/1")}
