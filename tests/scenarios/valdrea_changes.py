"""What an engineer would type to change Valdrea: edited configurations, cables and inventory, as files to lay over it.

Every edit names the text it replaces and how often that text must stand there, so that a changed example is noticed.
"""

import json
import os
import re

HUAWEI_ROUTERS = ("AGG-CE", "AGG-CW", "AGG-NO", "AGG-PR", "CSR-C1", "CSR-C2", "CSR-N1", "CSR-P1")


class Edits:
    """Edited files of a snapshot, by path. Files that are not touched are not listed."""

    def __init__(self, snapshot):
        self.snapshot, self.files = snapshot, {}

    def text(self, path):
        if path not in self.files:
            with open(os.path.join(self.snapshot, path), encoding="utf-8") as file:
                return file.read()
        return self.files[path]

    def replace(self, path, old, new, count=1):
        text = self.text(path)
        assert text.count(old) == count, f"{path}: {text.count(old)} times, not {count}: {old!r}"
        self.files[path] = text.replace(old, new)
        return self

    def before(self, path, mark, added, count=1):
        return self.replace(path, mark, added + mark, count)

    def before_line(self, path, line, added):
        return self.replace(path, f"\n{line}\n", f"\n{added}{line}\n")

    def after(self, path, mark, added, count=1):
        return self.replace(path, mark, mark + added, count)

    def append(self, path, added):
        self.files[path] = self.text(path) + added
        return self

    # --- inventory and cables
    def new_maker(self, element, maker="Nokia"):
        """Other equipment in the same place: the inventory names another maker."""
        text, count = re.subn(rf"(?m)^(  {re.escape(element)}:(?: \{{.*\b|\n(?:    .*\n)*?    )maker: )Huawei\b", rf"\g<1>{maker}",
                              self.text("inventory.yaml"))
        assert count == 1, f"{element}: {count} lines name its maker"
        self.files["inventory.yaml"] = text
        return self

    def cable(self, node_a, port_a, node_b, port_b):
        path = "batfish/layer1_topology.json"
        topology = json.loads(self.text(path))
        topology["edges"].append({"node1": {"hostname": node_a, "interfaceName": port_a},
                                  "node2": {"hostname": node_b, "interfaceName": port_b}})
        self.files[path] = json.dumps(topology, indent=1)
        return self

    def circuit(self, name, end_a, end_b, over):
        line = f'  {name}: {{between: ["{end_a}", "{end_b}"], over: [{", ".join(over)}]}}\n'
        return self.after("inventory.yaml", "\ncircuits:\n", line)

    # --- ports, one notation each
    def junos_port(self, device, port, description, address, area, metric, filtered=""):
        path = f"configs/{device}.cfg"
        output = f"                filter {{\n                    output {filtered};\n                }}\n" if filtered else ""
        self.before(path, "    lo0 {\n        unit 0 {\n",
                    f"    {port} {{\n        description \"{description}\";\n        unit 0 {{\n            family inet {{\n"
                    f"{output}                address {address};\n            }}\n        }}\n    }}\n")
        mark = f"    ospf {{\n        area {area} {{\n"
        return self.after(path, mark, f"            interface {port}.0 {{\n                interface-type p2p;\n"
                                      f"                metric {metric};\n            }}\n")

    def ios_port(self, device, port, description, address, area, cost):
        return self.before_line(f"configs/{device}.cfg", "interface GigabitEthernet0",
                                f"interface {port}\n description {description}\n ip address {address} 255.255.255.254\n"
                           f" no ip redirects\n no ip proxy-arp\n ip ospf network point-to-point\n"
                           f" ip ospf 1 area {area}\n ip ospf cost {cost}\n!\n")

    def sros_port(self, device, port, interface, address, metric):
        """In braces, in area 0."""
        path = f"configs/{device}.cfg"
        self.before(path, "    router \"Base\" {\n",
                    f"    port {port} {{\n        admin-state enable\n        description \"{interface}\"\n    }}\n")
        self.after(path, "    router \"Base\" {\n        ecmp 8\n",
                   f"        interface \"{interface}\" {{\n            port {port}\n            ipv4 {{\n"
                   f"                primary {{\n                    address {address}\n"
                   f"                    prefix-length 31\n                }}\n            }}\n        }}\n")
        router_id = re.search(r"        ospf 1 \{\n            admin-state enable\n            router-id \S+\n", self.text(path))
        return self.after(path, router_id.group() + "            area 0.0.0.0 {\n",
                          f"                interface \"{interface}\" {{\n                    interface-type point-to-point\n"
                          f"                    metric {metric}\n                }}\n")

    def sros_flat_port(self, device, port, interface, address, area, metric):
        base = "/configure router \"Base\""
        return self.append(f"configs/{device}.cfg",
                           f"/configure port {port} admin-state enable\n"
                           f"{base} interface \"{interface}\" port {port}\n"
                           f"{base} interface \"{interface}\" ipv4 primary address {address}\n"
                           f"{base} interface \"{interface}\" ipv4 primary prefix-length 31\n"
                           f"{base} ospf 1 area {area} interface \"{interface}\" interface-type point-to-point\n"
                           f"{base} ospf 1 area {area} interface \"{interface}\" metric {metric}\n")

    # --- taking equipment out of service by its own configuration
    def shut_huawei(self, device):
        """Every port of a VRP device shut down."""
        path = f"configs/{device}.cfg"
        text, count = re.subn(r"(?m)^(interface (?:GigabitEthernet|LoopBack)\S+\n)((?: .*\n)*)",
                              lambda found: found.group(1) + found.group(2).replace(" undo shutdown\n", "") + " shutdown\n",
                              self.text(path))
        assert count > 1, f"{path}: no ports"
        self.files[path] = text
        return self

    def shut_waves_over_huawei(self):
        """P2--P4, P1--P4 and PE-GOV2--PE-DC2 cross OT-5 or OT-4: both ends of each shut down."""
        for device, port in (("P1", "1/1/3"), ("P2", "1/1/3"), ("PE-DC2", "1/1/1")):
            self.replace(f"configs/{device}.cfg", f"    port {port} {{\n        admin-state enable\n",
                         f"    port {port} {{\n        admin-state disable\n")
        for port in ("1/1/1", "1/1/2"):
            self.replace("configs/P4.cfg", f"/configure port {port} admin-state enable\n",
                         f"/configure port {port} admin-state disable\n")
        return self.replace("configs/PE-GOV2.cfg", "    xe-0/0/1 {\n", "    xe-0/0/1 {\n        disable;\n")


def link_to_provider_edge(edits):
    """CE-FUS--PE-NOR, cost 1."""
    edits.junos_port("CE-FUS", "xe-0/0/3", "to PE-NOR TenGigabitEthernet0/0/4", "10.0.0.132/31", "0.0.0.103", 1, "NO-CLEAR-F2")
    edits.ios_port("PE-NOR", "TenGigabitEthernet0/0/4", "to CE-FUS xe-0/0/3", "10.0.0.133", "0.0.0.103", 1)
    return edits.cable("CE-FUS", "xe-0/0/3", "PE-NOR", "TenGigabitEthernet0/0/4")


def link_to_core(edits):
    """CE-FUS--P4, cost 1."""
    edits.junos_port("CE-FUS", "xe-0/0/4", "to P4 1/1/8", "10.0.0.134/31", "0.0.0.103", 1, "NO-CLEAR-F2")
    edits.sros_flat_port("P4", "1/1/8", "to-CE-FUS", "10.0.0.135", "0.0.0.103", 1)
    return edits.cable("CE-FUS", "xe-0/0/4", "P4", "1/1/8")


def cost_60(edits):
    """R3a: PE-GOV2--PE-DC2 costs 60 on both sides, IPv4 and IPv6."""
    edits.replace("configs/PE-GOV2.cfg", "interface xe-0/0/1.0 {\n                interface-type p2p;\n                metric 12;\n",
                  "interface xe-0/0/1.0 {\n                interface-type p2p;\n                metric 60;\n", 2)
    mark = "interface \"to-PE-GOV2\" {\n                    interface-type point-to-point\n                    metric "
    return edits.replace("configs/PE-DC2.cfg", mark + "12\n", mark + "60\n", 2)


def macsec(edits):
    """R3b: MACsec on PE-GOV2--PE-DC2 that accepts no clear frame."""
    edits.before("configs/PE-GOV2.cfg", "interfaces {\n    xe-0/0/0 {\n", """security {
    macsec {
        connectivity-association CA-PE-DC2 {
            cipher-suite gcm-aes-256;
            security-mode static-cak;
            mka {
                must-secure;
                transmit-interval 2000;
                key-server-priority 16;
            }
            pre-shared-key {
                ckn 1206;
                cak "$9$EXAMPLEmasked"; ## SECRET-DATA
            }
        }
        interfaces {
            xe-0/0/1 {
                connectivity-association CA-PE-DC2;
            }
        }
    }
}
""")
    edits.before("configs/PE-DC2.cfg", "    port 1/1/1 {\n", """    macsec {
        connectivity-association "CA-PE-GOV2" {
            admin-state enable
            description "wave over OT-2 OT-4 OT-3"
            cipher-suite gcm-aes-256
            macsec-encrypt true
            clear-tag-mode none
            replay-protection true
            replay-window-size 0
            static-cak {
                active-psk 1
                mka-hello-interval 2
                mka-key-server-priority 17
                pre-shared-key 1 {
                    encryption-type aes-256-cmac
                    cak "EXAMPLEonlyNotARealKey hash2"
                    cak-name "1206"
                }
            }
        }
    }
""")
    return edits.after("configs/PE-DC2.cfg", "description \"to PE-GOV2 xe-0/0/1 wave OT-2/OT-4/OT-3\"\n        ethernet {\n            mtu 9212\n",
                       """            dot1x {
                macsec {
                    rx-must-be-encrypted true
                    sub-port 1 {
                        admin-state enable
                        ca-name "CA-PE-GOV2"
                        encap-match {
                            all-match true
                        }
                    }
                }
            }
""")


def ipsec(edits):
    """R3c: IPsec from CE-MIN to GOVCLOUD for the two hosts of F4; without the tunnel the hosts' routes lead nowhere."""
    for device, own, peer, peer_name, host in (("CE-MIN", "10.255.4.2", "10.255.4.4", "GOVCLOUD", "10.100.4.10"),
                                               ("GOVCLOUD", "10.255.4.4", "10.255.4.2", "CE-MIN", "10.100.2.10")):
        path = f"configs/{device}.cfg"
        assert f" ip address {own} 255.255.255.255\n" in edits.text(path), device
        edits.before_line(path, "interface Loopback0", f"""crypto ikev2 proposal IKE-AES256-G20
 encryption aes-cbc-256
 integrity sha384
 group 20
!
crypto ikev2 policy IKE-F4
 proposal IKE-AES256-G20
!
crypto ikev2 keyring KEYS-F4
 peer {peer_name}
  address {peer}
  pre-shared-key 6 EXAMPLEmasked
 !
!
crypto ikev2 profile IKE-F4
 match identity remote address {peer} 255.255.255.255
 identity local address {own}
 authentication remote pre-share
 authentication local pre-share
 keyring local KEYS-F4
!
crypto ipsec transform-set ESP-GCM-256 esp-gcm 256
 mode tunnel
!
crypto ipsec profile ESP-F4
 set transform-set ESP-GCM-256
 set pfs group20
 set ikev2-profile IKE-F4
!
""")
        edits.before_line(path, "interface TenGigabitEthernet0/0/0", f"""interface Tunnel4
 description F4 to {peer_name}
 ip unnumbered Loopback0
 tunnel source Loopback0
 tunnel mode ipsec ipv4
 tunnel destination {peer}
 tunnel protection ipsec profile ESP-F4
!
""")
        edits.after(path, "ip forward-protocol nd\n",
                    f"ip route {host} 255.255.255.255 Tunnel4\nip route {host} 255.255.255.255 Null0 250\n")
    return edits


def new_link(edits):
    """R4: P2--PE-INT1, cost 15, over OT-2."""
    edits.sros_port("P2", "1/1/10", "to-PE-INT1", "10.0.0.130", 15)
    edits.junos_port("PE-INT1", "xe-0/0/4", "to P2 1/1/10 wave OT-2", "10.0.0.131/31", "0.0.0.0", 15)
    edits.cable("P2", "1/1/10", "PE-INT1", "xe-0/0/4")
    return edits.circuit("WAVE-P2-PE-INT1", "P2[1/1/10]", "PE-INT1[xe-0/0/4]", ["OT-2"])


def own_element_managers(edits):
    """KS-1 with its tolerance for the operator's element managers of the same maker."""
    mark = "    storing: [lawful-intercept-buffers]\n"
    return edits.after("ringfence.yaml", mark, "    tolerate: [element-manager]\n")


def probes(edits, party_ids, sets):
    """One storage of every party, and a rule per set that finds those of its members: whom does the set cover?"""
    elements = "".join(f"  PROBE-{party}: {{kind: storage, function: probe, maker: {party}, owner: Meridia, operator: Meridia, site: CAP1}}\n"
                       for party in party_ids)
    edits.after("inventory.yaml", "\nelements:\n", elements)
    rules = "".join(f"\n  COVERS-{number}:\n    party: VD\n    because: \"whom does the set cover\"\n    exclude: {name}\n"
                    f"    from-functions: [probe]\n    roles: [maker]\n" for number, name in enumerate(sets))
    return edits.append("ringfence.yaml", rules)
