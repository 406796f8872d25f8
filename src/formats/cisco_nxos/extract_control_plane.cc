// What the device itself takes: classes and policies for packets, and the policy of the control plane.
// Policies of other kinds mark packets and limit their rates, of which only whole classes that are dropped
// count (policer_text.h).

#include "formats/cisco_nxos/reader.h"
#include "formats/policer_text.h"

namespace ringfence::formats::cisco_nxos {
namespace {

/// `match access-group name L`; exceptions are packets that forwarding hands up, no protocol's.
Verdict ReadClassLine(Reader& reader, Statement& statement) {
  ControlClassText& text = reader.vendor.control_classes[reader.block_name];
  if (statement.words.Accept("description")) return kNoEffect;
  if (statement.negated || !statement.words.Accept("match")) return text.other = true, kNoEffect;
  if (statement.words.Accept("exception")) {
    if (!statement.words.Accept("multicast")) text.other = true;
    return kNoEffect;
  }
  if (!statement.words.Accept("access-group")) return text.other = true, kNoEffect;
  statement.words.Accept("name");
  const std::string name(statement.words.Next().text);
  if (name.empty()) return kNotKnown;
  text.lists.push_back(name);
  return kUnderstood;
}

/// Takes `type control-plane`; false for other types and without one.
bool TakeControlPlane(Statement& statement, std::string_view& type) {
  if (statement.words.Accept("type")) type = statement.words.Next().text;
  return type == "control-plane";
}

/// A line of a class of a policy for the control plane.
Verdict ReadControlAction(Reader& reader, Statement& statement) {
  const base::Span span = statement.span();
  if (statement.negated || !DropsWholeClass(statement.words)) return kNoEffect;
  reader.vendor.control_policies[reader.block_name].push_back({reader.control_class, span});
  return statement.words.Rest(), kUnderstood;
}
Verdict ReadControlPolicyLine(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("class")) return kNoEffect;
  reader.control_class = std::string(statement.words.Next().text);
  reader.Open(ReadControlAction, kOwnPackets);
  return kNoEffect;
}

Verdict ReadControlPlaneLine(Reader& reader, Statement& statement) {
  if (statement.words.Accept("service-policy")) {
    if (!statement.words.Accept("input")) return kNotKnown;
    return SetName(reader, statement, reader.vendor.control_policy, "policy map");
  }
  return statement.words.Accept("scale-factor") ? kNoEffect : kNotKnown;
}

}  // namespace

Verdict ReadClassMap(Reader& reader, Statement& statement) {
  std::string_view type;
  if (!TakeControlPlane(statement, type)) return kNoEffect;
  const bool all = statement.words.Accept("match-all");
  if (!all) statement.words.Accept("match-any");
  reader.block_name = std::string(statement.words.Next().text);
  if (statement.negated) return reader.vendor.control_classes.erase(reader.block_name), kUnderstood;
  reader.vendor.control_classes[reader.block_name];
  reader.Open(ReadClassLine, kOwnPackets);
  return kUnderstood;
}

Verdict ReadPolicyMap(Reader& reader, Statement& statement) {
  std::string_view type;
  if (!TakeControlPlane(statement, type)) return OpenRates(reader, statement);
  reader.block_name = std::string(statement.words.Next().text);
  if (statement.negated) return reader.vendor.control_policies.erase(reader.block_name), kUnderstood;
  reader.vendor.control_policies[reader.block_name];
  reader.Open(ReadControlPolicyLine, kOwnPackets);
  return kUnderstood;
}

Verdict ReadControlPlane(Reader& reader, Statement&) {
  reader.Open(ReadControlPlaneLine, kOwnPackets);
  return kNoEffect;
}

/// `copp profile P`: the system's own policies let the packets of all protocols through.
Verdict ReadCopp(Reader&, Statement& statement) {
  return statement.words.Accept("profile") ? kNoEffect : kNotKnown;
}

/// `hardware rate-limiter ... 0` lets nothing of its kind reach the device.
Verdict ReadHardware(Reader&, Statement& statement) {
  if (statement.negated || !statement.words.Accept("rate-limiter")) return kNoEffect;
  while (!statement.words.done()) {
    if (statement.words.Accept("module")) statement.words.Next();
    if (statement.words.Next() == "0") return NotModelled(kOwnPackets, "class whose packets are dropped");
  }
  return kNoEffect;
}

}  // namespace ringfence::formats::cisco_nxos
