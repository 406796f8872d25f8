// Interfaces.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_iosxr/interface_name.h"
#include "formats/cisco_iosxr/reader.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::Impact;

constexpr std::uint64_t kBitsPerKilobit = 1000;

Verdict ReadDescription(Reader& reader, Statement& statement) {
  const base::Span span = statement.span();
  reader.interface().description = {statement.negated ? "" : std::string(statement.words.Rest().text), span};
  statement.words.Rest();
  return kUnderstood;
}

Verdict ReadShutdown(Reader& reader, Statement& statement) {
  return SetFlag(statement, reader.interface().shutdown);
}

Verdict ReadVrfOf(Reader& reader, Statement& statement) {
  return SetName(reader, statement, reader.interface().vrf, "VRF");
}

Verdict ReadBandwidth(Reader& reader, Statement& statement) {
  if (statement.negated) return reader.interface().bandwidth_bps = {}, statement.words.Rest(), kUnderstood;
  const auto kilobits = TakeNumber(reader, statement, 0, 0xffffffffU);
  if (!kilobits) return kNotKnown;
  reader.interface().bandwidth_bps = {*kilobits * kBitsPerKilobit, statement.span()};
  return kUnderstood;
}

Verdict ReadMtu(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, reader.interface().mtu, 64, 65535);
}

/// `encapsulation dot1q N [second-dot1q M]`, `encapsulation dot1q vlan N`, `encapsulation ppp`.
Verdict ReadEncapsulation(Reader& reader, Statement& statement) {
  if (statement.words.Accept("dot1q") || statement.words.Accept("dot1ad")) {
    statement.words.Accept("vlan");
    const Verdict verdict = SetNumber(reader, statement, reader.interface().vlan, 1, 4094);
    if (statement.words.done() || verdict.fate != model::Fate::kModelled) return verdict;
    return NotModelled(kPaths, "more than one VLAN tag");
  }
  if (statement.words.Accept("default") || statement.words.Accept("untagged")) {
    reader.interface().odd_frames = statement.negated ? base::Span{} : statement.span();
    return kNoEffect;
  }
  return statement.negated ? kNoEffect : NotModelled(kPaths, "encapsulation");
}

/// `bundle id N [mode active]`.
Verdict ReadBundle(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("id")) return kNoEffect;  // minimum links, waiting times, priorities
  if (statement.negated) return reader.interface().lag = {}, statement.words.Rest(), kUnderstood;
  const auto number = TakeNumber(reader, statement, 1, 65535);
  if (!number) return kNotKnown;
  if (statement.words.Accept("mode")) statement.words.Next();
  reader.interface().lag = {fmt::format("Bundle-Ether{}", *number), statement.span()};
  return kUnderstood;
}

Verdict ReadAddress(Reader& reader, Statement& statement, net::Family family) {
  if (statement.words.Accept("dhcp") || statement.words.Accept("autoconfig"))
    return statement.negated ? kNoEffect : NotModelled(kPaths, "address from a server");
  auto& addresses = reader.interface().addresses;
  if (statement.negated && statement.words.done()) {
    std::erase_if(addresses, [family](const model::InterfaceAddress& known) {
      return known.address.address.family == family;
    });
    return kUnderstood;
  }
  const auto prefix = TakeHostPrefix(reader, statement, family);
  if (!prefix) return kNotKnown;
  if (statement.words.Accept("link-local")) return kNoEffect;
  if (statement.words.Accept("eui-64"))
    return statement.negated ? kNoEffect : NotModelled(Impact::kRouting6, "address made of a MAC address");
  const bool secondary = statement.words.Accept("secondary");
  if (statement.words.Accept("route-tag"))
    return statement.words.Rest(), NotModelled(kRouting, "tag of a connected route");
  std::erase_if(addresses, [&](const model::InterfaceAddress& known) {
    // A new primary address replaces the old one; IPv6 has no primary one.
    const bool replaced = family == net::Family::kIpv4 && !secondary && !known.secondary &&
                          known.address.address.family == family;
    return known.address == *prefix || (!statement.negated && replaced);
  });
  if (statement.negated) return kUnderstood;
  const model::InterfaceAddress address{*prefix, secondary, statement.span()};
  // The primary address comes first whatever the order of the text.
  const auto at =
      secondary ? addresses.end() : std::ranges::find(addresses, true, &model::InterfaceAddress::secondary);
  addresses.insert(at, address);
  return kUnderstood;
}

Verdict ReadAccessGroup(Reader& reader, Statement& statement, net::Family family) {
  InterfaceText& interface = reader.interface();
  const bool v4 = family == net::Family::kIpv4;
  const base::Span span = statement.span();
  if (statement.words.Accept("common")) {
    const bool out = statement.words.Rest().text.find("egress") != std::string_view::npos;
    model::AclUse& both =
        out ? (v4 ? interface.acl_out4 : interface.acl_out6) : (v4 ? interface.acl_in4 : interface.acl_in6);
    both = {.name = {}, .span = span, .open = !statement.negated};
    return NotModelled(Impact::kForwarding, "two lists on an interface");
  }
  std::string name;
  if (!statement.negated || (!(statement.words.Peek() == "ingress") && !(statement.words.Peek() == "egress")))
    name = statement.words.Next().text;
  const bool in = statement.words.Accept("ingress");
  if (!in && !statement.words.Accept("egress")) return kNotKnown;
  // Counters and compression of the table.
  while (statement.words.Accept("hardware-count") || statement.words.Accept("interface-statistics") ||
         statement.words.Accept("compress") || statement.words.Accept("level")) {
    statement.words.AcceptNumber(0, 9);
  }
  model::AclUse& use =
      in ? (v4 ? interface.acl_in4 : interface.acl_in6) : (v4 ? interface.acl_out4 : interface.acl_out6);
  use = statement.negated ? model::AclUse{} : model::AclUse{std::move(name), span};
  return kUnderstood;
}

Verdict ReadUnnumbered(Reader& reader, Statement& statement) {
  if (statement.negated) return reader.interface().unnumbered = {}, statement.words.Rest(), kUnderstood;
  statement.words.Accept("point-to-point");
  const base::Span span = statement.span();
  reader.interface().unnumbered = {TakeInterfaceName(statement.words), span};
  return kUnderstood;
}

/// What follows `ipv4` or `ipv6` on an interface.
Verdict ReadIpOf(Reader& reader, Statement& statement, net::Family family) {
  const Word word = statement.words.Next();
  if (word == "address") return ReadAddress(reader, statement, family);
  if (word == "access-group") return ReadAccessGroup(reader, statement, family);
  if (word == "mtu") {
    InterfaceText& interface = reader.interface();
    const bool v4 = family == net::Family::kIpv4;
    return SetNumber(reader, statement, v4 ? interface.ip_mtu : interface.ipv6_mtu, 68, 65535);
  }
  if (word == "unnumbered" && family == net::Family::kIpv4) return ReadUnnumbered(reader, statement);
  if (word == "verify")
    NoteVerify(reader.interface().source_checks, family == net::Family::kIpv4 ? "ipv4 " : "ipv6 ", statement);
  if (statement.negated) return kNoEffect;
  if (word == "verify") return NotModelled(kSourceCheck, "reverse path check");
  if (word == "flowspec") return NotModelled(kPaths, "flow specification");
  if (word == "forwarding-enable" || word == "enable") return kNoEffect;
  if (word == "helper-address" || word == "directed-broadcast") return kNoEffect;
  constexpr std::string_view kHarmless[] = {"bgp",           "mask-reply",  "nd",           "point-to-point",
                                            "redirects",     "mld",         "source-route", "tcp-mss-adjust",
                                            "ttl-propagate", "unreachables"};
  return std::ranges::find(kHarmless, word.text) != std::end(kHarmless) ? kNoEffect : kNotKnown;
}

Verdict ReadIpv4Of(Reader& reader, Statement& statement) {
  return ReadIpOf(reader, statement, net::Family::kIpv4);
}
Verdict ReadIpv6Of(Reader& reader, Statement& statement) {
  return ReadIpOf(reader, statement, net::Family::kIpv6);
}

/// `service-policy type pbr` steers packets or drops them; others shape and mark them, or are open
/// themselves.
Verdict ReadServicePolicy(Reader&, Statement& statement) {
  const bool steers = statement.words.Accept("type") && statement.words.Accept("pbr");
  return steers ? NotModelled(kPaths, "policy routing") : kNoEffect;
}

/// `macsec psk-keychain K [policy P]`; keys from a server are not followed.
Verdict ReadMacsecOf(Reader& reader, Statement& statement) {
  if (statement.words.Peek() == "eap" && !statement.negated) {
    statement.words.Rest();
    return NotModelled(Impact::kProtection, "MACsec with keys from a server");
  }
  return ReadMacsecUse(statement, "psk-keychain", reader.interface().macsec);
}

constexpr Verdict kTunnel = NotModelled(kPaths, "tunnel");

Verdict ReadLayer2Line(Reader&, Statement&) { return kNotKnown; }

/// `l2transport` of a whole port.
Verdict ReadLayer2(Reader& reader, Statement& statement) {
  reader.interface().layer2 = !statement.negated;
  reader.interface().layer2_span = statement.span();
  reader.Open(ReadLayer2Line, kPaths);
  return kUnderstood;
}

/// `rewrite ingress tag pop 1 symmetric`.
Verdict ReadRewrite(Reader& reader, Statement& statement) {
  reader.interface().pops_tag = false;
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  const std::string text(statement.words.Rest().text);
  if (text != "ingress tag pop 1 symmetric") return NotModelled(kPaths, "tags that are rewritten");
  reader.interface().pops_tag = true;
  return kUnderstood;
}

constexpr Keyword kInterfaceKeywords[] = {
    {"arp"},
    {"autoroute", nullptr, NotModelled(kPaths, "traffic engineering")},
    {"bandwidth", ReadBandwidth},
    {"bfd"},
    {"bundle", ReadBundle},
    {"carrier-delay"},
    {"cdp"},
    {"control-word"},
    {"crypto", nullptr, NotModelled(Impact::kProtection, "encryption")},
    {"dampening"},
    {"description", ReadDescription},
    {"destination", nullptr, kTunnel},
    {"dot1x"},
    {"duplex"},
    {"encapsulation", ReadEncapsulation},
    {"ethernet"},
    {"fec"},
    {"flow", ReadFlowUse},
    {"flow-control"},
    {"host-reachability", nullptr, kTunnel},
    {"ipv4", ReadIpv4Of},
    {"ipv6", ReadIpv6Of},
    {"keepalive", ReadKeepalive},
    {"l2transport", ReadLayer2},
    {"lacp"},
    {"lldp"},
    {"load-interval"},
    {"logging"},
    {"loopback", nullptr, NotModelled(kPaths, "looped port")},
    {"mac-address"},
    {"macsec", ReadMacsecOf},
    {"member", nullptr, kTunnel},
    {"monitor-session", ReadMirrorUse},
    {"mpls"},
    {"mtu", ReadMtu},
    {"negotiation"},
    {"optics"},
    {"overlay-encapsulation", nullptr, kTunnel},
    {"path-option", nullptr, NotModelled(kPaths, "traffic engineering")},
    {"performance-measurement"},
    {"pos"},
    {"proxy-arp"},
    {"ptp"},
    {"rewrite", ReadRewrite},
    {"service-policy", ReadServicePolicy},
    {"shut", ReadShutdown},
    {"shutdown", ReadShutdown},
    {"signalled-bandwidth"},
    {"signalled-name"},
    {"source-interface", nullptr, kTunnel},
    {"speed"},
    {"storm-control"},
    {"transceiver"},
    {"transport-mode"},
    {"tunnel", ReadTunnel},
    {"vrf", ReadVrfOf},
};
static_assert(IsSorted<Keyword>(kInterfaceKeywords));

Verdict ReadInterfaceLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kInterfaceKeywords, statement);
}

}  // namespace

Verdict ReadInterface(Reader& reader, Statement& statement) {
  // Configuration for hardware that is not there makes no interface.
  if (statement.words.Accept("preconfigure")) return kNoEffect;
  const Word word = statement.words.Peek();
  const std::string name = TakeInterfaceName(statement.words);
  if (!IsInterfaceName(name))
    return reader.Invalid(statement, word, fmt::format("'{}' is not an interface", word.text));
  reader.interface_index = reader.InterfaceIndexOf(name, statement.span());
  reader.Open(ReadInterfaceLine, Impact::kAll);
  statement.words.Accept("point-to-point");
  if (statement.negated) return NotModelled(kPaths, "removed interface");
  if (!statement.words.Accept("l2transport")) return kUnderstood;
  reader.interface().layer2 = true;
  reader.interface().layer2_span = statement.span();
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_iosxr
