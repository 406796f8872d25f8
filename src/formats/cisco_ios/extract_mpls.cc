// `mpls ...` at top level and under interfaces, and the LDP it means. TDP, filters of labels, targeted
// sessions and traffic engineering are not modelled.

#include <algorithm>

#include "formats/cisco_ios/interface_name.h"
#include "formats/cisco_ios/reader.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;

constexpr Verdict kMpls = NotModelled(Impact::kForwarding, "MPLS");
constexpr Verdict kLdp = NotModelled(Impact::kForwarding, "LDP");

Verdict Without(Statement& statement, const Verdict& verdict) {
  statement.words.Rest();
  return statement.negated ? kNoEffect : verdict;
}

/// `mpls label protocol (ldp | tdp | both)`; ranges of numbers do not matter.
Verdict ReadLabelProtocol(Statement& statement) {
  if (!statement.words.Accept("protocol")) return Without(statement, kNoEffect);
  return statement.words.Accept("tdp") ? Without(statement, NotModelled(Impact::kForwarding, "TDP"))
                                       : Without(statement, kNoEffect);
}

Verdict ReadLdp(Reader& reader, Statement& statement) {
  LdpText& ldp = reader.vendor.ldp;
  const Word word = statement.words.Next();
  if (word == "router-id") {
    const std::string name = TakeInterfaceName(statement.words);
    statement.words.Accept("force");
    ldp.router_id = {statement.negated ? "" : name, statement.span()};
    return kUnderstood;
  }
  if (word == "explicit-null" && statement.words.done()) {
    ldp.explicit_null = !statement.negated;
    return kUnderstood;
  }
  constexpr std::string_view kTiming[] = {
      "backoff",        "discovery", "entropy-label", "graceful-restart", "holdtime", "igp", "logging",
      "loop-detection", "maxhops",   "nsr",           "session",          "sync",     "tcp"};
  const bool timing = std::ranges::find(kTiming, word.text) != std::end(kTiming);
  const bool targeted = word == "discovery" && statement.words.Peek() == "targeted-hello";
  return Without(statement, timing && !targeted ? kNoEffect : kLdp);
}

}  // namespace

Verdict ReadMpls(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "ip" && statement.words.done()) {
    reader.vendor.ldp.forwards = !statement.negated;
    return kUnderstood;
  }
  if (word == "ip") return Without(statement, kNoEffect);  // TTL of packets that get labels
  if (word == "label") return ReadLabelProtocol(statement);
  if (word == "ldp") return ReadLdp(reader, statement);
  return Without(statement, word == "oam" ? kNoEffect : kMpls);
}

Verdict ReadInterfaceMpls(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "ip" && statement.words.done()) {
    reader.interface().mpls = {!statement.negated, statement.span()};
    return kUnderstood;
  }
  if (word == "label") return ReadLabelProtocol(statement);
  if (word == "ldp") {
    const Word option = statement.words.Next();
    return Without(statement, option == "igp" ? kNoEffect : kLdp);
  }
  return Without(statement, word == "mtu" ? kNoEffect : kMpls);
}

void ConvertMpls(Reader& reader, routing::DeviceConfig& config) {
  const LdpText& text = reader.vendor.ldp;
  for (const InterfaceText& interface : reader.vendor.interfaces) {
    if (!interface.mpls.value || !text.forwards) continue;
    if (!interface.vrf.value.empty()) {
      reader.Demote(interface.mpls.span, Impact::kForwarding, "LDP in a VRF");
      continue;
    }
    config.ldp.interfaces.push_back({interface.name, interface.mpls.span});
    config.ldp.enabled = true;
  }
  if (!config.ldp.enabled) return;
  config.ldp.span = config.ldp.interfaces.front().span;
  config.ldp.explicit_null = text.explicit_null;
  if (text.router_id.value.empty()) return;
  const model::InterfaceIndex index = model::FindInterface(config.device, text.router_id.value);
  const bool has = index.valid() && !config.device.interfaces[index.index()].addresses.empty();
  if (has) config.ldp.transport = config.device.interfaces[index.index()].addresses[0].address.address;
}

}  // namespace ringfence::formats::cisco_ios
