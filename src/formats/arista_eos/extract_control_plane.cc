// What the device itself takes: `system control-plane`, or `control-plane` as older releases write it.

#include "formats/arista_eos/reader.h"

namespace ringfence::formats::arista_eos {
namespace {

// The system's own list, which nobody can change: it lets all routing protocols and all management through.
constexpr std::string_view kOwnList = "default-control-plane-acl";
constexpr std::string_view kOwnList6 = "default-control-plane-acl6";

constexpr Verdict kFilter = NotModelled(kOwnPackets, "filter of packets to the device");

/// `access-group A [vrf V] in`; `access-group ingress default A` is for VRFs without a list of their own.
Verdict ReadGuard(Reader& reader, Statement& statement, net::Family family) {
  SelfGuardText guard{.name = std::string(statement.words.Next().text),
                      .family = family,
                      .vrf = "",
                      .span = statement.span()};
  if (guard.name == "ingress") return statement.negated ? kNoEffect : kFilter;
  if (statement.words.Peek() == "vrf") guard.vrf = TakeVrf(statement);
  if (!statement.words.Accept("in") && !statement.negated) return kNotKnown;
  const bool own = guard.name == kOwnList || guard.name == kOwnList6;
  SetGuard(reader.vendor.guards, std::move(guard), statement.negated || own);
  return kUnderstood;
}

/// Rates of the classes of packets to the device stand in its policy map (extract_steering.cc).
Verdict ReadControlPlaneLine(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "ip" || word == "ipv6") {
    if (!statement.words.Accept("access-group")) return kNotKnown;
    return ReadGuard(reader, statement, word == "ip" ? net::Family::kIpv4 : net::Family::kIpv6);
  }
  return word == "tcp" || word == "service-policy" ? kNoEffect : kNotKnown;
}

}  // namespace

Verdict ReadControlPlane(Reader& reader, Statement& statement) {
  const bool block = statement.words.done() || statement.words.Accept("control-plane");
  if (block) reader.Open(ReadControlPlaneLine, kOwnPackets);
  return kNoEffect;
}

}  // namespace ringfence::formats::arista_eos
