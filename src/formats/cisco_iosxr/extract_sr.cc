// Segment routing with labels over IS-IS: `segment-routing` at top level and in the process, SIDs of
// interfaces. That of OSPF, policies and mapping servers are not modelled.

#include "formats/cisco_iosxr/reader.h"
#include "formats/impacts.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::Impact;

constexpr std::uint32_t kLabelMin = 16, kLabelMax = 1048575;
constexpr Verdict kSr = NotModelled(Impact::kForwarding, "segment routing");

Verdict ReadTopSrLine(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "global-block") return ReadSrBlock(reader, statement, reader.vendor.sr_block);
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
  const auto first = TakeNumber(reader, statement, kLabelMin, kLabelMax);
  const auto last = first ? TakeNumber(reader, statement, kLabelMin, kLabelMax) : std::nullopt;
  if (!last || *last < *first) return kNotKnown;
  block = {{*first, *last}, span};
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

Verdict ReadPrefixSid(Reader& reader, Statement& statement, IsisInterfaceFamilyText& family) {
  if (reader.family != 0) return NotModelled(Impact::kForwarding, "SID of an IPv6 prefix");
  SidText sid{.span = statement.span()};
  sid.absolute = statement.words.Accept("absolute");
  if (!sid.absolute && !statement.words.Accept("index")) return kSr;  // of another algorithm
  const auto value = TakeNumber(reader, statement, 0, kLabelMax);
  if (!value) return kNotKnown;
  sid.value = *value;
  sid.explicit_null = statement.words.Accept("explicit-null");
  sid.keeps_last = !sid.explicit_null && statement.words.Accept("php-disable");
  statement.words.Accept("n-flag-clear");  // says whether the prefix is a router
  if (!statement.words.done()) return kSr;
  family.sid = sid;
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_iosxr
