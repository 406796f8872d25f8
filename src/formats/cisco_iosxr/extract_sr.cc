// Segment routing with labels over IS-IS and OSPF: `segment-routing` at top level and in the process, SIDs of
// interfaces. Mapping servers are not modelled; flexible algorithms of IS-IS are in extract_flexible.cc.

#include "formats/cisco_iosxr/reader.h"
#include "formats/impacts.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::Impact;

constexpr Verdict kSr = NotModelled(Impact::kForwarding, "segment routing");

Verdict ReadTopSrLine(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "global-block") return ReadSrBlock(reader, statement, reader.vendor.sr_block);
  if (word == "traffic-eng") return ReadSrTrafficEng(reader, statement);
  if (word == "local-block") return statement.words.Rest(), kNoEffect;  // labels of adjacencies
  if (statement.negated) return statement.words.Rest(), kNoEffect;
  // A mapping server tells SIDs for the prefixes of others.
  if (word == "mapping-server") return NotModelled(kPaths, "SIDs for others");
  return kSr;
}

}  // namespace

Verdict ReadTopSr(Reader& reader, Statement& statement) {
  if (!statement.words.done()) return ReadTopSrLine(reader, statement);
  if (statement.negated) return reader.vendor.sr_block = {}, kUnderstood;
  reader.Open(ReadTopSrLine, Impact::kForwarding);
  return kUnderstood;
}

Verdict ReadSrBlock(Reader& reader, Statement& statement, Setting<routing::sr::LabelBlock>& block) {
  if (statement.negated) return statement.words.Rest(), block = {}, kUnderstood;
  const base::Span span = statement.span();
  const auto taken = TakeBlock(reader, statement);
  if (!taken) return kNotKnown;
  block = {*taken, span};
  return kUnderstood;
}

Verdict ReadFamilySr(Reader& reader, Statement& statement) {
  IsisFamilyText& family = reader.isis().families[reader.family];
  if (reader.family != 0 || !statement.words.Accept("mpls")) return kSr;
  const base::Span span = statement.span();
  const bool prefers = statement.words.Accept("sr-prefer");
  if (!statement.words.done()) return kSr;
  family.sr = {!statement.negated, span};
  family.prefers_sr = prefers && !statement.negated;
  return kUnderstood;
}

Verdict ReadOspfSr(Reader& reader, Statement& statement, OspfSettings& settings) {
  OspfVrfText& vrf = reader.ospf();
  const bool of_process = &settings == &vrf.settings;
  const base::Span span = statement.span();
  if (reader.vendor.ospf[reader.process_index].family != net::Family::kIpv4)
    return statement.negated ? (statement.words.Rest(), kNoEffect) : kSr;
  if (statement.negated && statement.words.done()) {
    settings.sr = {};
    if (of_process) vrf.sr_block = {}, vrf.prefers_sr = false;
    return kUnderstood;
  }
  if (of_process && statement.words.Accept("global-block"))
    return ReadSrBlock(reader, statement, vrf.sr_block);
  const bool on = statement.words.Accept("mpls"), off = !on && statement.words.Accept("disable");
  const bool prefers = !on && !off && of_process && statement.words.Accept("sr-prefer");
  if ((!on && !off && !prefers) || !statement.words.done()) return statement.negated ? kNoEffect : kSr;
  if (prefers) return vrf.prefers_sr = !statement.negated, kUnderstood;
  settings.sr = {on, statement.negated ? base::Span() : span};
  return kUnderstood;
}

Verdict ReadPrefixSid(Reader& reader, Statement& statement, net::Family family, SidTexts& sids) {
  if (family != net::Family::kIpv4 && statement.negated) return statement.words.Rest(), kNoEffect;
  if (family != net::Family::kIpv4) return NotModelled(Impact::kForwarding, "SID of an IPv6 prefix");
  SidText sid{.span = statement.span()};
  routing::sr::Algorithm algorithm = routing::sr::kShortestPath;
  if (statement.words.Accept("algorithm")) {
    const auto number = TakeNumber(reader, statement, routing::sr::kFlexibleMin, routing::sr::kFlexibleMax);
    if (!number) return kNotKnown;
    algorithm = static_cast<routing::sr::Algorithm>(*number);
  }
  if (statement.negated) return statement.words.Rest(), sids.erase(algorithm), kUnderstood;
  sid.absolute = statement.words.Accept("absolute");
  if (!sid.absolute && !statement.words.Accept("index")) return kSr;  // strict shortest paths
  const auto value = TakeNumber(reader, statement, 0, kLabelMax);
  if (!value) return kNotKnown;
  sid.value = *value;
  sid.explicit_null = statement.words.Accept("explicit-null");
  sid.keeps_last = !sid.explicit_null && statement.words.Accept("php-disable");
  statement.words.Accept("n-flag-clear");  // says whether the prefix is a router
  if (!statement.words.done()) return kSr;
  sids[algorithm] = sid;
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_iosxr
