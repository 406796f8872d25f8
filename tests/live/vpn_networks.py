"""L3VPN networks over MPLS as texts of FRR that both the daemons and `ringfence` read.

Every link of the core has a cost, so that the path is one;
a failed link moves it. Port numbers and addresses follow from the order in which links are made.
"""

import dataclasses

import igp as igp_lines
import same_text

AS = 65000
OSPF_TIMERS = [" timers throttle spf 0 50 100", " timers lsa min-arrival 0", " timers throttle lsa all 0"]
DEAD_S = 12  # a busy machine must not lose neighbours; failed links are seen by their carrier


@dataclasses.dataclass
class Vrf:
    """A VPN at one PE."""
    name: str
    number: int  # of the kernel's table and the route distinguisher
    imports: list[str]
    exports: list[str]
    session: list[str] = dataclasses.field(default_factory=list)  # of `router bgp`
    family: list[str] = dataclasses.field(default_factory=list)  # of its address family
    statics: list[str] = dataclasses.field(default_factory=list)
    label: str = "auto"


@dataclasses.dataclass
class Router(same_text.Router):
    """What else a router of a provider needs: labels on some ports, VPNs, neighbours of MP-BGP."""
    asn: int = AS
    labelled: list[int] = dataclasses.field(default_factory=list)  # ports with LDP
    vrfs: dict[str, Vrf] = dataclasses.field(default_factory=dict)
    vpn_peers: list[str] = dataclasses.field(default_factory=list)  # addresses of other PEs
    without_labels: set[int] = dataclasses.field(default_factory=set)  # ports taken out of LDP
    ordered: bool = False  # binds what its next hop has bound
    runs_ldp: bool = True

    def text(self):
        whole = dataclasses.replace(self, first=self.vrf_lines() + self.first, processes=self.ldp() + self.bgp() + self.processes)
        return same_text.Router.text(whole)

    def vrf_lines(self):
        return [line for vrf in self.vrfs.values() for line in [f"vrf {vrf.name}", *(f" {one}" for one in vrf.statics), "exit-vrf"]]

    def ldp(self):
        if not self.labelled or not self.runs_ldp:
            return []
        ports = [f"  interface p{port}" for port in self.labelled if port not in self.without_labels]
        ordered = [" ordered-control"] if self.ordered else []
        return ["mpls ldp", f" router-id {self.ipv4}", " discovery hello interval 1", *ordered, " address-family ipv4",
                f"  discovery transport-address {self.ipv4}", *(line for port in ports for line in (port, "  exit")),
                " exit-address-family", "exit"]

    def bgp(self):
        if not self.vrfs:
            return []
        lines = [f"router bgp {self.asn}", f" bgp router-id {self.ipv4}", " no bgp default ipv4-unicast"]
        for peer in self.vpn_peers:
            lines += [f" neighbor {peer} remote-as {self.asn}", f" neighbor {peer} update-source lo",
                      f" neighbor {peer} timers 3 15", f" neighbor {peer} timers connect 1"]
        if self.vpn_peers:
            lines += [" address-family ipv4 vpn", *(f"  neighbor {peer} activate" for peer in self.vpn_peers), " exit-address-family"]
        lines.append("exit")
        for vrf in self.vrfs.values():
            lines += self.vrf_bgp(vrf)
        return lines

    def vrf_bgp(self, vrf):
        targets = {way: " ".join(f"{self.asn}:{target}" for target in one) for way, one in
                   (("import", vrf.imports), ("export", vrf.exports))}
        export = [f"  label vpn export {vrf.label}", f"  rd vpn export {self.asn}:{vrf.number}"] if vrf.exports else []
        export += [f"  rt vpn {way} {one}" for way, one in targets.items() if one] + [f"  {way} vpn" for way, one in targets.items() if one]
        return [f"router bgp {self.asn} vrf {vrf.name}", f" bgp router-id {self.ipv4}", " no bgp ebgp-requires-policy", *vrf.session,
                " address-family ipv4 unicast", *vrf.family, *export,
                " exit-address-family", "exit"]


@dataclasses.dataclass
class Probe:
    """A datagram from a site's loopback. `arrives`: the router it must reach, None where it must not arrive."""
    source: str
    target: str
    arrives: str | None
    by_number: bool = False  # where it ends hangs on numbers of labels, which no text decides


@dataclasses.dataclass
class Network(same_text.Network):
    igp: str = "ospf"
    probes: list[Probe] = dataclasses.field(default_factory=list)
    failing: list[tuple] = dataclasses.field(default_factory=list)  # pairs of routers whose link fails, one at a time

    def router(self, name, asn=AS):
        number = len(self.routers) + 1
        self.routers[name] = Router(name, number, loopbacks=[f"10.255.0.{number}/32"], asn=asn)
        return self.routers[name]

    def core(self, *names, asn=AS, igp="ospf"):
        """Routers of the provider, with their loopbacks in the IGP."""
        self.igp = igp
        for name in names:
            router = self.router(name, asn)
            if igp == "ospf":
                router.loopback_lines += [" ip ospf area 0", " ip ospf cost 1"]
                router.processes += ["router ospf", f" ospf router-id {router.ipv4}", *OSPF_TIMERS, "exit"]
            else:
                router.loopback_lines += [" ip router isis X", " isis passive"]
                router.first = igp_lines.ISIS_FIRST
                router.processes += ["router isis X", " is-type level-2-only", f" net 49.0001.0000.0000.{router.number:04}.00", "exit"]

    def core_link(self, left, right, cost):
        for router, port in zip((self.routers[left], self.routers[right]), self.add_link(self.routers[left], self.routers[right], ipv6=False)):
            port.lines += ospf_port(cost) if self.igp == "ospf" else isis_port(cost)
            router.labelled.append(port.index)

    def segments(self, name, sid="", block="", ldp=False):
        """Segment routing of a router's IGP. `sid`: what stands behind the prefix of its loopback; empty: it has none."""
        router = self.routers[name]
        router.runs_ldp = ldp
        lines = [*([" capability opaque", " router-info area"] if self.igp == "ospf" else []), " segment-routing on", *([f" segment-routing global-block {block}"] if block else []),
                 *([f" segment-routing prefix {router.loopbacks[0]} {sid}"] if sid else [])]
        at = router.processes.index("router ospf" if self.igp == "ospf" else "router isis X") + 1
        router.processes[at:at] = lines

    def without_ldp(self, left, right):
        for name, other in ((left, right), (right, left)):
            self.routers[name].without_labels |= {port.index for port in self.routers[name].ports if port.peer == other}

    def mesh(self, *names):
        """Sessions of MP-BGP among PEs."""
        for name in names:
            self.routers[name].vpn_peers = [self.routers[other].ipv4 for other in names if other != name]

    def vrf(self, pe, name, number, imports=None, exports=None):
        targets = [str(number)]
        self.routers[pe].vrfs[name] = Vrf(name, number, targets if imports is None else imports, targets if exports is None else exports)
        return self.routers[pe].vrfs[name]

    def attach(self, pe, vrf, site, subnet, site_vrf=""):
        """A link into a VRF: .1 is the PE's end, .2 the site's. Returns both ports."""
        left, right = self.routers[pe], self.routers[site]
        ends = [same_text.Port(len(one.ports), other.name, len(other.ports), [f"{subnet}.{host}/30"], vrf=of)
                for one, other, host, of in ((left, right, 1, vrf), (right, left, 2, site_vrf))]
        left.ports.append(ends[0])
        right.ports.append(ends[1])
        self.links.append((pe, ends[0].index, site, ends[1].index))
        return ends

    def site(self, name, lan, asn=AS):
        """A customer's router; `lan` is an address on its loopback."""
        number = len(self.routers) + 1
        self.routers[name] = Router(name, number, loopbacks=[f"{lan}/32"], asn=asn)
        return self.routers[name]

    def static_site(self, pe, vrf, name, lan, subnet):
        site = self.site(name, lan)
        self.attach(pe, vrf, name, subnet)
        site.statics.append(f"ip route 0.0.0.0/0 {subnet}.1")
        self.routers[pe].vrfs[vrf].statics.append(f"ip route {lan}/32 {subnet}.2")
        take(self.routers[pe].vrfs[vrf], "static")

    def ospf_site(self, pe, vrf, name, lan, subnet):
        site, router = self.site(name, lan), self.routers[pe]
        for port in self.attach(pe, vrf, name, subnet):
            port.lines += ospf_port(10)
        site.loopback_lines += [" ip ospf area 0", " ip ospf cost 1"]
        site.processes += ["router ospf", f" ospf router-id {lan}", *OSPF_TIMERS, "exit"]
        router.processes += [f"router ospf vrf {vrf}", f" ospf router-id {subnet}.1", " redistribute bgp", *OSPF_TIMERS, "exit"]
        take(router.vrfs[vrf], "ospf")

    def bgp_site(self, pe, vrf, name, lan, subnet, asn):
        site, router = self.site(name, lan, asn), self.routers[pe]
        self.attach(pe, vrf, name, subnet)
        router.vrfs[vrf].session += session(f"{subnet}.2", asn)
        site.processes += [f"router bgp {asn}", f" bgp router-id {lan}", " no bgp ebgp-requires-policy", *session(f"{subnet}.1", router.asn),
                           " address-family ipv4 unicast", f"  network {lan}/32", " exit-address-family", "exit"]
        take(router.vrfs[vrf])

    def second_bgp_link(self, pe, vrf, name, subnet, family):
        """`family`: lines of the site's address family."""
        site, router = self.routers[name], self.routers[pe]
        self.attach(pe, vrf, name, subnet)
        router.vrfs[vrf].session += session(f"{subnet}.2", site.asn)
        at = site.processes.index(" address-family ipv4 unicast")
        site.processes[at:at + 1] = [*session(f"{subnet}.1", router.asn), " address-family ipv4 unicast", *family]

    def border(self, left, right, vrf, subnet):
        """Two providers, one VPN: a link inside the VRFs of both ends."""
        self.attach(left, vrf, right, subnet, vrf)
        for name, other, host in ((left, right, 2), (right, left, 1)):
            self.routers[name].vrfs[vrf].session += session(f"{subnet}.{host}", self.routers[other].asn)

    def lan(self, name):
        return self.routers[name].loopbacks[0].split("/")[0]

    def probe_both(self, left, right):
        self.probes += [Probe(left, self.lan(right), right), Probe(right, self.lan(left), left)]


def session(peer, asn):
    return [f" neighbor {peer} remote-as {asn}", f" neighbor {peer} timers 3 15", f" neighbor {peer} timers connect 1"]


def take(vrf, source=None):
    vrf.family += [line for line in ["  redistribute connected"] + ([f"  redistribute {source}"] if source else [])
                   if line not in vrf.family]


def ospf_port(cost):
    return [" ip ospf area 0", f" ip ospf cost {cost}", " ip ospf network point-to-point", " ip ospf hello-interval 1",
            f" ip ospf dead-interval {DEAD_S}", " ip ospf retransmit-interval 1"]


def isis_port(metric):
    return [" ip router isis X", f" isis metric {metric}", " isis network point-to-point", " isis hello-interval 1",
            f" isis hello-multiplier {DEAD_S}"]


def backbone():
    """Two ways through the core; one VPN between BGP and OSPF, one by static routes, one of OSPF alone."""
    net = Network(0)
    net.core("pe1", "p1", "p2", "p3", "pe2")
    for left, right, cost in (("pe1", "p1", 10), ("p1", "p2", 10), ("p2", "pe2", 10), ("pe1", "p3", 30), ("p3", "p2", 30)):
        net.core_link(left, right, cost)
    net.mesh("pe1", "pe2")
    for pe in ("pe1", "pe2"):
        for name, number in (("RED", 101), ("BLUE", 102), ("GREEN", 103)):
            net.vrf(pe, name, number)
    net.bgp_site("pe1", "RED", "ce1", "172.16.1.1", "10.1.1", 65101)
    net.ospf_site("pe2", "RED", "ce2", "172.16.2.1", "10.1.2")
    net.static_site("pe1", "BLUE", "ce3", "172.16.3.1", "10.1.3")
    net.static_site("pe2", "BLUE", "ce4", "172.16.4.1", "10.1.4")
    net.ospf_site("pe1", "GREEN", "ce5", "172.16.5.1", "10.1.5")
    net.ospf_site("pe2", "GREEN", "ce6", "172.16.6.1", "10.1.6")
    net.probe_both("ce1", "ce2")
    net.probe_both("ce3", "ce4")
    net.probe_both("ce5", "ce6")
    net.probes.append(Probe("ce1", "172.16.4.1", None))  # of another VPN
    net.failing.append(("p1", "p2"))
    return net


def hub_and_spoke():
    """Spokes know the hub alone: a packet from one to the other crosses the hub's own router. IS-IS in the core."""
    net = Network(0)
    net.core("pe1", "p1", "pe2", "pe3", igp="isis")
    for pe in ("pe1", "pe2", "pe3"):
        net.core_link(pe, "p1", 10)
    net.mesh("pe1", "pe2", "pe3")
    for pe in ("pe1", "pe2"):
        net.vrf(pe, "SPOKE", 111, imports=["2"], exports=["1"])
    net.vrf("pe3", "DOWN", 112, imports=["1"], exports=[])
    net.vrf("pe3", "UP", 113, imports=[], exports=["2"])
    net.bgp_site("pe1", "SPOKE", "ce1", "172.16.1.1", "10.1.1", 65101)
    net.bgp_site("pe2", "SPOKE", "ce2", "172.16.2.1", "10.1.2", 65102)
    net.bgp_site("pe3", "DOWN", "ce3", "172.16.3.1", "10.1.3", 65103)
    net.second_bgp_link("pe3", "UP", "ce3", "10.1.4", ["  neighbor 10.1.4.1 default-originate"])
    net.probe_both("ce1", "ce2")
    net.probe_both("ce1", "ce3")
    return net


def two_pes():
    """A site at two PEs, both of which a third uses. All sites are of one AS."""
    net = Network(0)
    net.core("pe1", "p1", "pe2", "pe3")
    for pe in ("pe1", "pe2", "pe3"):
        net.core_link(pe, "p1", 10)
        net.vrf(pe, "RED", 101)
    net.mesh("pe1", "pe2", "pe3")
    net.bgp_site("pe1", "RED", "ce1", "172.16.1.1", "10.1.1", 65101)
    net.bgp_site("pe2", "RED", "ce2", "172.16.2.1", "10.1.2", 65101)
    net.second_bgp_link("pe3", "RED", "ce2", "10.1.3", [])
    for pe, subnet in (("pe1", "10.1.1"), ("pe2", "10.1.2"), ("pe3", "10.1.3")):
        net.routers[pe].vrfs["RED"].family.append(f"  neighbor {subnet}.2 as-override")
    net.probe_both("ce1", "ce2")
    return net


def option_a():
    """Two providers; at the border each VPN has a link and a session of its own, and no packet has a label there."""
    net = Network(0)
    net.core("pe1", "p1", "asbr1", asn=65001)
    net.core("asbr2", "pe2", asn=65002)
    for left, right in (("pe1", "p1"), ("p1", "asbr1"), ("asbr2", "pe2")):
        net.core_link(left, right, 10)
    net.mesh("pe1", "asbr1")
    net.mesh("asbr2", "pe2")
    for name, number in (("RED", 101), ("BLUE", 102)):
        for pe in ("pe1", "asbr1", "asbr2", "pe2"):
            net.vrf(pe, name, number)
        net.border("asbr1", "asbr2", name, f"10.2.{number}")
    net.bgp_site("pe1", "RED", "ce1", "172.16.1.1", "10.1.1", 65101)
    net.bgp_site("pe2", "RED", "ce2", "172.16.2.1", "10.1.2", 65102)
    net.static_site("pe1", "BLUE", "ce3", "172.16.3.1", "10.1.3")
    net.static_site("pe2", "BLUE", "ce4", "172.16.4.1", "10.1.4")
    net.probe_both("ce1", "ce2")
    net.probe_both("ce3", "ce4")
    return net


def gap():
    """Links without LDP: between p1 and p2, whose neighbours keep their routes, and at the core port of pe3, which has none. p1
    is a PE of another VPN with the same addresses, and its label has the number of pe2's: nothing forbids that."""
    net = Network(0)
    net.core("pe1", "p1", "p2", "pe2", "pe3")
    for left, right in (("pe1", "p1"), ("p1", "p2"), ("p2", "pe2"), ("p1", "pe3")):
        net.core_link(left, right, 10)
    net.without_ldp("p1", "p2")
    net.without_ldp("p1", "pe3")
    net.mesh("pe1", "pe2", "pe3")
    for pe, site, at in (("pe1", "ce1", 1), ("pe2", "ce2", 2), ("pe3", "ce3", 3)):
        net.vrf(pe, "RED", 101)
        net.static_site(pe, "RED", site, f"172.16.{at}.1", f"10.1.{at}")
    net.vrf("p1", "PURPLE", 104)
    net.static_site("p1", "PURPLE", "ce9", "172.16.2.1", "10.1.2")
    net.routers["pe2"].vrfs["RED"].label = net.routers["p1"].vrfs["PURPLE"].label = "900"
    net.probes += [Probe("ce1", "172.16.2.1", "ce9", by_number=True), Probe("ce2", "172.16.1.1", None), Probe("ce3", "172.16.1.1", None),
                   Probe("ce1", "172.16.3.1", None, by_number=True)]
    return net


def ordered():
    """Ordered control everywhere. Between p1 and p3 is no LDP: both end the labelled ways over that link, and VPN packets are lost."""
    net = Network(0)
    net.core("pe1", "p1", "p2", "pe2", "p3", "pe3")
    for left, right in (("pe1", "p1"), ("p1", "p2"), ("p2", "pe2"), ("p1", "p3"), ("p3", "pe3")):
        net.core_link(left, right, 10)
    net.without_ldp("p1", "p3")
    net.mesh("pe1", "pe2", "pe3")
    for router in net.routers.values():
        router.ordered = True
    for pe, site, at in (("pe1", "ce1", 1), ("pe2", "ce2", 2), ("pe3", "ce3", 3)):
        net.vrf(pe, "RED", 101)
        net.static_site(pe, "RED", site, f"172.16.{at}.1", f"10.1.{at}")
    net.probe_both("ce1", "ce2")
    net.probes += [Probe("ce1", "172.16.3.1", None), Probe("ce3", "172.16.1.1", None)]
    return net


def segments():
    """Segment routing in place of LDP: other blocks, an absolute segment, last labels kept; a second way after a failure."""
    net = Network(0)
    net.core("pe1", "p1", "p2", "p3", "pe2", "pe3", igp="isis")
    for left, right, cost in (("pe1", "p1", 10), ("p1", "p2", 10), ("p2", "pe2", 10), ("pe1", "p3", 30), ("p3", "p2", 30), ("p2", "pe3", 10)):
        net.core_link(left, right, cost)
    for name, sid, block in (("pe1", "index 1", ""), ("p1", "index 11", "20000 21999"), ("p2", "index 12", "16000 16999"),
                             ("p3", "absolute 17013", ""), ("pe2", "index 2 no-php-flag", "30000 30999"), ("pe3", "index 3 explicit-null", "16000 16009")):
        net.segments(name, sid, block)
    net.mesh("pe1", "pe2", "pe3")
    for pe, site, at in (("pe1", "ce1", 1), ("pe2", "ce2", 2), ("pe3", "ce3", 3)):
        net.vrf(pe, "RED", 101)
        net.static_site(pe, "RED", site, f"172.16.{at}.1", f"10.1.{at}")
    net.probe_both("ce1", "ce2")
    net.probe_both("ce1", "ce3")
    net.probe_both("ce2", "ce3")
    net.failing.append(("p1", "p2"))
    return net


def segments_gap():
    """p1 has no segments and pe3's loopback none. Routers of FRR send packets with a segment over other equal ways, and drop them
    where there is none; BGP's packets too, so that not all PEs have sessions."""
    net = Network(0)
    net.core("pe1", "p1", "pe2", "p2", "pe3", "p3", "pe4", igp="isis")
    for left, right in (("pe1", "p1"), ("p1", "pe2"), ("pe2", "p2"), ("p2", "pe3"), ("p3", "p1"), ("p3", "p2"), ("pe4", "p3")):
        net.core_link(left, right, 10)
    net.routers["p1"].runs_ldp = False
    for name, sid in (("pe1", "index 1"), ("pe2", "index 2"), ("p2", "index 12"), ("pe3", ""), ("p3", "index 13"), ("pe4", "index 4")):
        net.segments(name, sid)
    for left, right in (("pe1", "pe2"), ("pe2", "pe3"), ("pe2", "pe4"), ("pe3", "pe4")):
        net.routers[left].vpn_peers.append(net.routers[right].ipv4)
        net.routers[right].vpn_peers.append(net.routers[left].ipv4)
    for pe, site, at in (("pe1", "ce1", 1), ("pe2", "ce2", 2), ("pe3", "ce3", 3), ("pe4", "ce4", 4)):
        net.vrf(pe, "RED", 101)
        net.static_site(pe, "RED", site, f"172.16.{at}.1", f"10.1.{at}")
    net.probes += [Probe("ce1", "172.16.2.1", None), Probe("ce2", "172.16.1.1", None), Probe("ce2", "172.16.3.1", None),
                   Probe("ce3", "172.16.2.1", "ce2"), Probe("ce4", "172.16.2.1", "ce2"), Probe("ce3", "172.16.4.1", "ce4"),
                   Probe("ce4", "172.16.3.1", None)]
    return net


def segments_ospf():
    """Segment routing over OSPF, with a longer way over a router that has none. FRR would send packets to it with explicit null."""
    net = Network(0)
    net.core("pe1", "p1", "p2", "p3", "pe2", "pe3")
    for left, right in (("pe1", "p3"), ("p3", "p1"), ("p3", "p2"), ("p1", "pe2"), ("p2", "pe2"), ("p3", "pe3")):
        net.core_link(left, right, 50 if "p1" in (left, right) else 10)
    net.routers["p1"].runs_ldp = False
    for name, sid, block in (("pe1", "index 1", "20000 21999"), ("p2", "index 12", ""), ("p3", "index 13", "16000 16999"),
                             ("pe2", "index 2", ""), ("pe3", "index 3 explicit-null", "")):
        net.segments(name, sid, block)
    net.mesh("pe1", "pe2", "pe3")
    for pe, site, at in (("pe1", "ce1", 1), ("pe2", "ce2", 2), ("pe3", "ce3", 3)):
        net.vrf(pe, "RED", 101)
        net.static_site(pe, "RED", site, f"172.16.{at}.1", f"10.1.{at}")
    for left, right in (("ce1", "ce2"), ("ce1", "ce3"), ("ce2", "ce3")):
        net.probe_both(left, right)
    return net


NETWORKS = {"backbone": backbone, "hub_and_spoke": hub_and_spoke, "option_a": option_a, "two_pes": two_pes, "gap": gap, "ordered": ordered,
            "segments": segments, "segments_gap": segments_gap, "segments_ospf": segments_ospf}
