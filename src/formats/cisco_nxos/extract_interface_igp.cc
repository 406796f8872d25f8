// Statements of an interface about OSPF, IS-IS, EIGRP and RIP.

#include <fmt/format.h>

#include "formats/cisco_nxos/reader.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::Impact;

/// `ip router ospf TAG area A [secondaries none]`, `ipv6 router ospfv3 TAG area A`.
Verdict ReadOspfArea(Reader& reader, Statement& statement, OspfInterfaceText& ospf) {
  auto tag = TakeName(reader, statement, "process");
  if (!tag) return kNotKnown;
  if (statement.negated) return ospf.process = {}, statement.words.Rest(), kUnderstood;
  if (statement.words.Accept("multi-area")) return NotModelled(kRouting, "interface in several areas");
  if (!statement.words.Accept("area")) return kNotKnown;
  const auto area = TakeArea(reader, statement);
  if (!area) return kNotKnown;
  if (statement.words.Accept("instance")) return NotModelled(kRouting, "instance number");
  ospf.secondaries = !(statement.words.Accept("secondaries") && statement.words.Accept("none"));
  ospf.area = *area;
  ospf.process = {std::move(*tag), statement.span()};
  return kUnderstood;
}

Verdict ReadOspfAuthentication(Statement& statement, AuthenticationText& authentication) {
  if (statement.negated) return authentication.kind = {}, statement.words.Rest(), kUnderstood;
  std::string kind = "text";
  if (statement.words.Accept("message-digest")) kind = "md5";
  if (statement.words.Accept("null")) kind = "null";
  if (statement.words.Accept("key-chain")) kind = fmt::format("chain:{}", statement.words.Next().text);
  if (statement.words.Accept("ipsec")) return NotModelled(kRouting, "OSPF authentication by IPsec");
  authentication.kind = {std::move(kind), statement.span()};
  return kUnderstood;
}

Verdict ReadDigestKey(Reader& reader, Statement& statement, AuthenticationText& authentication) {
  const auto id = TakeNumber(reader, statement, 0, 255);
  if (!id) return kNotKnown;
  if (statement.negated) return authentication.md5_keys.erase(*id), statement.words.Rest(), kUnderstood;
  if (!statement.words.Accept("md5")) return kNotKnown;
  const KeyDigest key = TakeKey(statement);
  authentication.md5_keys[*id] = key.digest;
  return KeyVerdict(key);
}

Verdict ReadOspfType(Statement& statement, OspfInterfaceText& ospf) {
  if (statement.negated) return ospf.type = {}, statement.words.Rest(), kUnderstood;
  const bool p2p = statement.words.Accept("point-to-point");
  if (!p2p && !statement.words.Accept("broadcast")) return kNotKnown;
  ospf.type = {p2p ? ospf::NetworkType::kPointToPoint : ospf::NetworkType::kBroadcast, statement.span()};
  return kUnderstood;
}

Verdict ReadLevels(Statement& statement, Setting<isis::Levels>& setting) {
  if (statement.negated) return setting = {}, statement.words.Rest(), kUnderstood;
  isis::Levels levels = 0;
  if (statement.words.Accept("level-1")) levels = isis::kLevel1;
  if (statement.words.Accept("level-2")) levels = isis::kLevel2;
  if (statement.words.Accept("level-2-only")) levels = isis::kLevel2;
  if (statement.words.Accept("level-1-2")) levels = isis::kLevelBoth;
  if (levels == 0) return kNotKnown;
  setting = {levels, statement.span()};
  return kUnderstood;
}

Verdict ReadIsisMetric(Reader& reader, Statement& statement, IsisInterfaceText& isis) {
  const auto metric = statement.words.AcceptNumber(1, 16777215);
  if (!metric && !statement.negated) return kNotKnown;
  const Setting<std::uint32_t> value =
      statement.negated ? Setting<std::uint32_t>{} : Setting<std::uint32_t>{*metric, statement.span()};
  const bool level1 = statement.words.Accept("level-1");
  const bool level2 = statement.words.Accept("level-2");
  static_cast<void>(reader);
  if (!level2) isis.metric1 = value;
  if (!level1) isis.metric2 = value;
  return kUnderstood;
}

/// `isis authentication key-chain K level-1`, `isis authentication-type md5 level-1`.
Verdict ReadIsisAuthentication(Statement& statement, std::array<Setting<std::string>, 2>& settings) {
  std::string value(statement.words.Next().text);
  const bool level1 = statement.words.Accept("level-1");
  const bool level2 = statement.words.Accept("level-2");
  const Setting<std::string> setting =
      statement.negated ? Setting<std::string>{} : Setting<std::string>{std::move(value), statement.span()};
  if (!level2) settings[0] = setting;
  if (!level1) settings[1] = setting;
  return kUnderstood;
}

/// The tag of `... eigrp TAG ...`: an interface runs one process, so the model keeps no list.
bool TakeEigrpTag(Statement& statement) {
  statement.words.Accept("eigrp");
  return !statement.words.Next().empty();
}

Verdict ReadEigrpAuthentication(Statement& statement, EigrpInterfaceText& eigrp) {
  const bool chain = statement.words.Accept("key-chain");
  if (!chain && !statement.words.Accept("mode")) return kNotKnown;
  if (!TakeEigrpTag(statement)) return kNotKnown;
  const std::string value(statement.words.Next().text);
  // The mode is always MD5: only a chain turns it on.
  if (chain) eigrp.key_chain = statement.negated ? "" : value;
  return kUnderstood;
}

Verdict ReadEigrpSummary(Reader& reader, Statement& statement, EigrpInterfaceText& eigrp,
                         net::Family family) {
  if (!TakeEigrpTag(statement)) return kNotKnown;
  const auto prefix = TakeSubnet(reader, statement, family);
  if (!prefix) return kNotKnown;
  std::erase(eigrp.summaries, *prefix);
  if (!statement.negated) eigrp.summaries.push_back(*prefix);
  return statement.words.done() ? kUnderstood : NotModelled(kRouting, "distance or leak map of a summary");
}

}  // namespace

Verdict ReadInterfaceRouter(Reader& reader, Statement& statement, net::Family family) {
  InterfaceText& interface = reader.interface();
  const bool v4 = family == net::Family::kIpv4;
  if (statement.words.Accept("ospf")) return ReadOspfArea(reader, statement, interface.ospf);
  if (statement.words.Accept("ospfv3")) return ReadOspfArea(reader, statement, interface.ospf3);
  if (statement.words.Accept("isis"))
    return SetName(reader, statement, v4 ? interface.isis.process4 : interface.isis.process6, "process");
  if (statement.words.Accept("eigrp"))
    return SetName(reader, statement, v4 ? interface.eigrp.process4 : interface.eigrp.process6, "process");
  if (statement.words.Accept("rip"))
    return SetName(reader, statement, v4 ? interface.rip.process4 : interface.rip.process6, "process");
  return kNotKnown;
}

Verdict ReadInterfaceOspf(Reader& reader, Statement& statement, OspfInterfaceText& ospf) {
  const Word word = statement.words.Next();
  if (word == "cost") return SetNumber(reader, statement, ospf.cost, 1, 65535);
  if (word == "hello-interval") return SetNumber(reader, statement, ospf.hello_s, 1, 65535);
  if (word == "dead-interval") return SetNumber(reader, statement, ospf.dead_s, 1, 65535);
  if (word == "priority") return SetNumber(reader, statement, ospf.priority, 0, 255);
  if (word == "network") return ReadOspfType(statement, ospf);
  if (word == "passive-interface") return SetFlag(statement, ospf.passive);
  if (word == "mtu-ignore") return SetFlag(statement, ospf.mtu_ignore);
  if (word == "shutdown") return SetFlag(statement, ospf.shutdown);
  if (word == "advertise-subnet") return SetFlag(statement, ospf.advertise_subnet);
  if (word == "authentication") return ReadOspfAuthentication(statement, ospf.authentication);
  if (word == "message-digest-key") return ReadDigestKey(reader, statement, ospf.authentication);
  if (word == "authentication-key") {
    const KeyDigest key = TakeKey(statement);
    ospf.authentication.text_key = statement.negated ? "" : key.digest;
    return KeyVerdict(key);
  }
  const bool harmless = word == "bfd" || word == "retransmit-interval" || word == "transmit-delay";
  if (word == "multi-area" || word == "database-filter" || word == "encryption")
    return statement.negated ? kNoEffect : NotModelled(kRouting, "OSPF feature");
  return harmless ? kNoEffect : kNotKnown;
}

Verdict ReadInterfaceIsis(Reader& reader, Statement& statement) {
  IsisInterfaceText& isis = reader.interface().isis;
  const Word word = statement.words.Next();
  if (word == "circuit-type") return ReadLevels(statement, isis.levels);
  if (word == "passive-interface") return ReadLevels(statement, isis.passive);
  if (word == "metric") return ReadIsisMetric(reader, statement, isis);
  if (word == "shutdown" || word == "suppressed") return SetFlag(statement, isis.shutdown);
  if (word == "network") {
    const bool p2p = statement.words.Accept("point-to-point");
    if (!p2p && !statement.words.Accept("broadcast")) return kNotKnown;
    isis.point_to_point = {p2p && !statement.negated, statement.span()};
    return kUnderstood;
  }
  if (word == "authentication") {
    if (statement.words.Accept("key-chain")) return ReadIsisAuthentication(statement, isis.key_chains);
    // `check`: packets without a key are refused, as they are by default.
    return statement.words.Accept("check") && statement.negated
               ? NotModelled(kRouting, "unchecked IS-IS authentication")
               : kNoEffect;
  }
  if (word == "authentication-type") return ReadIsisAuthentication(statement, isis.authentication_types);
  if (word == "authentication-check")
    return statement.negated ? NotModelled(kRouting, "unchecked IS-IS authentication") : kNoEffect;
  constexpr std::string_view kHarmless[] = {
      "bfd",           "csnp-interval", "hello-interval",      "hello-multiplier",
      "hello-padding", "ipv6",          "lsp-interval",        "mesh-group",
      "mtu",           "priority",      "retransmit-interval", "retransmit-throttle-interval",
      "n-flag-clear"};
  if (word == "mesh-group") return statement.negated ? kNoEffect : NotModelled(kRouting, "IS-IS mesh group");
  if (word == "ipv6" && statement.words.Accept("metric"))
    return statement.negated ? kNoEffect : NotModelled(Impact::kRouting6, "metric of the IPv6 topology");
  return std::ranges::find(kHarmless, word.text) != std::end(kHarmless) ? kNoEffect : kNotKnown;
}

Verdict ReadInterfaceEigrp(Reader& reader, Statement& statement) {
  // The word before is taken: `ip bandwidth eigrp TAG N`, `ip eigrp TAG bfd`.
  EigrpInterfaceText& eigrp = reader.interface().eigrp;
  WordCursor again(statement.words.line(), base::FileId(), 0);
  again.Accept("no");
  const net::Family family = again.Next() == "ipv6" ? net::Family::kIpv6 : net::Family::kIpv4;
  const Word word = again.Next();
  if (word == "authentication") return ReadEigrpAuthentication(statement, eigrp);
  if (word == "summary-address") return ReadEigrpSummary(reader, statement, eigrp, family);
  if (!TakeEigrpTag(statement)) return kNotKnown;
  if (word == "bandwidth") return SetNumber(reader, statement, eigrp.bandwidth_kbps, 1, 2'560'000'000U);
  if (word == "delay") {
    const Verdict verdict = SetNumber(reader, statement, eigrp.delay_tens_us, 1, 16777215);
    if (statement.words.Accept("picoseconds")) return NotModelled(kRouting, "EIGRP delay in picoseconds");
    return verdict;
  }
  if (word == "passive-interface") return SetFlag(statement, eigrp.passive);
  if (word == "split-horizon") return SetFlag(statement, eigrp.split_horizon);
  if (word == "distribute-list" || word == "offset-list" || word == "next-hop-self")
    return statement.negated && !(word == "next-hop-self") ? kNoEffect
                                                           : NotModelled(kRouting, "EIGRP route filter");
  if (word == "eigrp" && statement.words.Accept("shutdown")) return SetFlag(statement, eigrp.shutdown);
  return kNoEffect;  // timers, BFD, bandwidth of the protocol itself
}

Verdict ReadInterfaceRip(Reader& reader, Statement& statement) {
  RipInterfaceText& rip = reader.interface().rip;
  const Word word = statement.words.Next();
  if (word == "passive-interface") return SetFlag(statement, rip.passive);
  if (word == "shutdown") return SetFlag(statement, rip.shutdown);
  if (word == "metric-offset") return SetNumber(reader, statement, rip.metric_offset, 1, 15);
  if (word == "poison-reverse") return kNoEffect;
  if (word == "authentication") {
    if (statement.words.Accept("key-chain")) {
      rip.key_chain = statement.negated ? "" : std::string(statement.words.Peek().text);
      statement.words.Next();
      return kUnderstood;
    }
    return statement.words.Accept("mode") ? kNoEffect : kNotKnown;
  }
  if (word == "summary-address" || word == "route-filter")
    return statement.negated ? kNoEffect : NotModelled(kRouting, "RIP route filter");
  return kNotKnown;
}

}  // namespace ringfence::formats::cisco_nxos
