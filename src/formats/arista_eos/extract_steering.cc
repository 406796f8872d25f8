// Policy routing: `class-map type pbr` names access lists, `policy-map type pbr` says where packets of a
// class go. Maps of other types mark and count packets, and limit their rates.

#include "formats/arista_eos/reader.h"
#include "formats/policer_text.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::Impact;
using model::PolicyHop;

constexpr Verdict kPolicyRouting = NotModelled(Impact::kForwarding, "policy routing");
constexpr std::uint32_t kSequenceStep = 10;

/// `[N] match ip|ipv6 access-group NAME`.
Verdict ReadClassLine(Reader& reader, Statement& statement) {
  statement.words.AcceptNumber(1, 0xffffffffU);
  if (statement.words.Accept("counter")) return kNoEffect;
  if (statement.negated || !statement.words.Accept("match")) return kNotKnown;
  SteeringClassText& text = reader.vendor.steering_classes[reader.block_name];
  const bool v4 = statement.words.Accept("ip");
  if ((!v4 && !statement.words.Accept("ipv6")) || !statement.words.Accept("access-group")) {
    text.expressed = false;
    return kPolicyRouting;
  }
  const std::string name(statement.words.Next().text);
  if (name.empty()) return kNotKnown;
  text.lists.push_back({name, v4 ? net::Family::kIpv4 : net::Family::kIpv6, statement.span()});
  return kUnderstood;
}

/// `set nexthop A`, `drop`. Several next hops share the load, which ways out tried in an order cannot say.
Verdict ReadActionLine(Reader& reader, Statement& statement) {
  if (reader.steering_entry == nullptr || statement.negated) return kNotKnown;
  std::vector<PolicyHop>& hops = reader.steering_entry->hops;
  if (statement.words.Accept("drop")) {
    hops = {{.discard = true, .span = statement.span()}};
    return kUnderstood;
  }
  if (!statement.words.Accept("set")) return kNotKnown;
  if (statement.words.Accept("dscp") || statement.words.Accept("traffic-class")) return kNoEffect;
  if (!statement.words.Accept("nexthop")) return kPolicyRouting;
  const auto address = net::ParseAddress(statement.words.Next().text);
  if (!address || !statement.words.done()) return kPolicyRouting;
  hops = {{.next_hop = *address, .span = statement.span()}};
  return kUnderstood;
}

/// `[N] class NAME`.
Verdict ReadPolicyLine(Reader& reader, Statement& statement) {
  auto& entries = reader.vendor.steering_policies[reader.block_name].entries;
  const std::uint32_t next = entries.empty() ? 0 : entries.rbegin()->first;
  const auto number = statement.words.AcceptNumber(1, 0xffffffffU - kSequenceStep);
  reader.steering_entry = nullptr;
  if (statement.negated) return kNotKnown;
  if (!statement.words.Accept("class")) return kPolicyRouting;
  const std::string name(statement.words.Next().text);
  if (name.empty() || next > 0xffffffffU - kSequenceStep) return kNotKnown;
  SteeringEntryText& entry = entries[number.value_or(next + kSequenceStep)];
  entry.class_name = name;
  entry.span = statement.span();
  reader.steering_entry = &entry;
  reader.Open(ReadActionLine, Impact::kForwarding);
  return kUnderstood;
}

}  // namespace

Verdict ReadClassMap(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("type") || !statement.words.Accept("pbr")) return kNoEffect;
  statement.words.Accept("match-any");
  const std::string name(statement.words.Next().text);
  if (name.empty()) return kNotKnown;
  if (statement.negated) return reader.vendor.steering_classes.erase(name), kUnderstood;
  reader.vendor.steering_classes[name].span = statement.span();
  reader.block_name = name;
  reader.Open(ReadClassLine, Impact::kForwarding);
  return kUnderstood;
}

Verdict ReadPolicyMap(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("type") || !statement.words.Accept("pbr")) return OpenRates(reader, statement);
  const std::string name(statement.words.Next().text);
  if (name.empty()) return kNotKnown;
  if (statement.negated) return reader.vendor.steering_policies.erase(name), kUnderstood;
  reader.vendor.steering_policies[name].span = statement.span();
  reader.block_name = name;
  reader.Open(ReadPolicyLine, Impact::kForwarding);
  return kUnderstood;
}

Verdict ReadServicePolicy(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("type") || !statement.words.Accept("pbr")) return kNoEffect;
  if (!statement.words.Accept("input")) return statement.negated ? kUnderstood : kNotKnown;
  const std::string name(statement.words.Next().text);
  if (name.empty() && !statement.negated) return kNotKnown;
  reader.interface().steering = statement.negated ? model::AclUse{} : model::AclUse{name, statement.span()};
  return kUnderstood;
}

}  // namespace ringfence::formats::arista_eos
