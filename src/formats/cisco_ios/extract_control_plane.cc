// What the device itself takes: policies for packets, the control plane, lists for received packets.

#include "formats/cisco_ios/reader.h"
#include "formats/impacts.h"
#include "formats/policer_text.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;

/// `service-policy input P`: what P drops is said there. `management-interface X allow ssh`: no other port
/// takes sessions of management; routing protocols are none.
Verdict ReadControlPlaneLine(Reader&, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "service-policy") return kNoEffect;
  if (!(word == "management-interface")) return kNotKnown;
  return statement.negated ? kNoEffect : NotModelled(Impact::kManagement, "management plane protection");
}

}  // namespace

/// Queues and rates do not choose paths. Where the map is bound, at a port or before the device itself, does
/// not matter: both are said of every map.
Verdict ReadPolicyMap(Reader& reader, Statement& statement) { return OpenRates(reader, statement); }

Verdict ReadControlPlane(Reader& reader, Statement&) {
  reader.Open(ReadControlPlaneLine, kOwnPackets);
  return kNoEffect;
}

/// `ip receive access-list L` (`acl` in older releases): one list for all that is sent to the device.
Verdict ReadReceive(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("access-list") && !statement.words.Accept("acl")) return kNotKnown;
  const std::string name(statement.words.Next().text);
  if (name.empty() && !statement.negated) return kNotKnown;
  SetGuard(reader.vendor.guards, {.name = name, .vrf = {}, .span = statement.span()}, statement.negated);
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_ios
