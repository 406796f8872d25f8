// `router general` and `peer-filter`.

#include <fmt/format.h>

#include "formats/arista_eos/reader.h"

namespace ringfence::formats::arista_eos {
namespace {

Verdict ReadRouterId(Reader& reader, Statement& statement, const std::string& vrf) {
  if (statement.words.Accept("ipv6")) return kNoEffect;  // names a router in a protocol, not an address
  statement.words.Accept("ipv4");
  const auto address = TakeAddress(reader, statement, net::Family::kIpv4);
  if (!address) return kNotKnown;
  reader.vrf(vrf).router_id = {*address, statement.span()};
  if (statement.negated) reader.vrf(vrf).router_id = {};
  return kUnderstood;
}

/// Inside `vrf V` of `router general`: `leak routes source-vrf W subscribe-policy M`.
Verdict ReadVrfLine(Reader& reader, Statement& statement) {
  if (statement.words.Accept("router-id")) return ReadRouterId(reader, statement, reader.block_name);
  if (!statement.words.Accept("leak") || !statement.words.Accept("routes") ||
      !statement.words.Accept("source-vrf"))
    return statement.negated ? kNoEffect : NotModelled(kRouting, "general routing statement");
  routing::VrfLeak leak;
  leak.from_vrf = VrfName(statement.words.Next().text);
  leak.span = statement.span();
  if (!statement.words.Accept("subscribe-policy")) return kNotKnown;
  leak.policies.emplace_back(statement.words.Next().text);
  std::vector<routing::VrfLeak>& leaks = reader.vrf(reader.block_name).leaks;
  std::erase_if(leaks, [&leak](const routing::VrfLeak& known) { return known.from_vrf == leak.from_vrf; });
  if (!statement.negated) leaks.push_back(std::move(leak));
  return kUnderstood;
}

Verdict ReadGeneralLine(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "router-id") return ReadRouterId(reader, statement, "");
  if (word == "vrf") {
    reader.block_name = VrfName(statement.words.Next().text);
    reader.Open(ReadVrfLine, kRouting);
    return kUnderstood;
  }
  const bool harmless = word == "hardware" || word == "software" || word == "rib";
  return statement.negated || harmless ? kNoEffect : NotModelled(kRouting, "general routing statement");
}

/// `10 match as-range 65000-65010 result accept`.
Verdict ReadPeerFilterLine(Reader& reader, Statement& statement) {
  statement.words.AcceptNumber(0, 65535);
  if (!statement.words.Accept("match") || !statement.words.Accept("as-range")) return kNotKnown;
  const Word word = statement.words.Next();
  std::vector<model::ValueRange>& ranges = reader.vendor.peer_filters[reader.block_name];
  const std::vector<model::ValueRange> added = RangesOfAs(word.text);
  if (added.empty())
    return reader.Invalid(statement, word, fmt::format("'{}' is not a range of AS numbers", word.text));
  if (!statement.words.Accept("result")) return kNotKnown;
  if (!statement.words.Accept("accept")) return NotModelled(kRouting, "peer filter that rejects");
  ranges.insert(ranges.end(), added.begin(), added.end());
  return kUnderstood;
}

}  // namespace

Verdict ReadRouterGeneral(Reader& reader, Statement&) {
  reader.Open(ReadGeneralLine, kRouting);
  return kUnderstood;
}

Verdict ReadPeerFilter(Reader& reader, Statement& statement) {
  reader.block_name = std::string(statement.words.Next().text);
  if (statement.negated) return reader.vendor.peer_filters.erase(reader.block_name), kUnderstood;
  reader.vendor.peer_filters[reader.block_name];
  reader.Open(ReadPeerFilterLine, kRouting);
  return kUnderstood;
}

}  // namespace ringfence::formats::arista_eos
