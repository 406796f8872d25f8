// `protocols rip` and `protocols ripng` (RFC 2453, 2080).
#include <array>

#include "formats/juniper_junos/extract.h"
#include "formats/juniper_junos/policy_book.h"
#include "formats/juniper_junos/secret.h"
#include "formats/secret_digest.h"

namespace ringfence::formats::juniper_junos {
namespace {

constexpr std::uint32_t kMetricMax = 15;
constexpr std::uint32_t kNumberMax = 0xffffffffU;

// The group whose neighbours are being read, with the values of the process.
struct GroupScope {
  const RipText& rip;
  RipGroup& group;
};

void ReadPort(Reader& reader, NodeId name, GroupScope& scope) {
  routing::rip::RipInterface port;
  port.name = reader.word(name);
  port.span = reader.SpanOf(name);
  port.metric_in = scope.rip.metric_in;
  port.authentication = scope.rip.authentication;
  for (const NodeId child : Children(reader, name)) {
    const std::string_view word = reader.word(child);
    const NodeId value = reader.tree.ScalarChild(child);
    if (word == "metric-in") {
      reader.Modelled(child);
      port.metric_in = reader.Number(child, 1, kMetricMax).value_or(port.metric_in);
    } else if ((word == "send" || word == "receive") && value != kNone && reader.word(value) == "none") {
      reader.ModelledAll(child);
      (word == "send" ? port.sends : port.receives) = false;
    } else if (word == "authentication-key" && value != kNone) {
      reader.ModelledAll(child);
      port.authentication = DigestOfSecret("key", PlainSecret(reader.word(value)));
    } else if (word == "message-size" || word == "route-timeout" || word == "update-interval" ||
               word == "check-zero" || word == "no-check-zero" || word == "bfd-liveness-detection") {
      reader.Irrelevant(child);
    } else {
      reader.Unmodelled(child, Impact::kRouting4, "options of a RIP neighbour");
    }
  }
  scope.group.ports.push_back(std::move(port));
}

void GroupNeighbors(Reader& reader, NodeId node, GroupScope& scope) {
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name, Impact::kRouting4);
    ReadPort(reader, name, scope);
  }
}
void GroupExport(Reader& reader, NodeId node, GroupScope& scope) {
  scope.group.exports = ReadPolicyNames(reader, node);
}
void GroupPreference(Reader& reader, NodeId node, GroupScope& scope) {
  scope.group.preference = reader.Number(node, 0, kNumberMax);
}
void GroupMetricOut(Reader& reader, NodeId node, GroupScope& scope) {
  scope.group.metric_out = reader.Number(node, 1, kMetricMax);
}

constexpr auto kGroupRules = std::to_array<Rule<GroupScope>>({
    Reads("neighbor", &GroupNeighbors, Impact::kRouting4),
    Reads("export", &GroupExport),
    Reads("preference", &GroupPreference),
    Reads("metric-out", &GroupMetricOut),
    Ignores<GroupScope>("bfd-liveness-detection"),
    Ignores<GroupScope>("route-timeout"),
    Ignores<GroupScope>("update-interval"),
    Lacks<GroupScope>("import", Impact::kRouting4, "RIP import policy"),
    Lacks<GroupScope>("demand-circuit", Impact::kRouting4, "RIP demand circuit"),
});

void ReadGroups(Reader& reader, NodeId node, RipText& rip) {
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name, Impact::kRouting4);
    RipGroup group;
    group.node = name;
    GroupScope scope{rip, group};
    Dispatch(reader, name, scope, std::span<const Rule<GroupScope>>(kGroupRules));
    rip.groups.push_back(std::move(group));
  }
}
void ReadImport(Reader& reader, NodeId node, RipText& rip) { rip.imports = ReadPolicyNames(reader, node); }
void ReadMetricIn(Reader& reader, NodeId node, RipText& rip) {
  rip.metric_in = reader.Number(node, 1, kMetricMax).value_or(1);
}
void ReadKey(Reader& reader, NodeId node, RipText& rip) {
  if (const NodeId value = reader.Value(node); value != kNone)
    rip.authentication = DigestOfSecret("key", PlainSecret(reader.word(value)));
}

// Groups come last: their neighbours take the values of the process.
constexpr auto kRules = std::to_array<Rule<RipText>>({
    Reads("import", &ReadImport),
    Reads("metric-in", &ReadMetricIn),
    Reads("authentication-key", &ReadKey),
    Lacks<RipText>("authentication-type", Impact::kRouting4, "kind of RIP authentication"),
    Ignores<RipText>("traceoptions"),
    Ignores<RipText>("holddown"),
    Ignores<RipText>("route-timeout"),
    Ignores<RipText>("update-interval"),
    Ignores<RipText>("message-size"),
    Ignores<RipText>("check-zero"),
    Ignores<RipText>("no-check-zero"),
    Ignores<RipText>("graceful-restart"),
    Lacks<RipText>("rib-group", Impact::kRouting4, "routing table groups"),
    Lacks<RipText>("send", Impact::kRouting4, "RIP version sent"),
    Lacks<RipText>("receive", Impact::kRouting4, "RIP version received"),
});

}  // namespace

void ExtractRip(Reader& reader, NodeId node, InstanceText& instance) {
  const bool v6 = reader.word(node) == "ripng";
  RipText& rip = instance.rip.emplace_back();
  rip.family = v6 ? net::Family::kIpv6 : net::Family::kIpv4;
  rip.span = reader.SpanOf(node);
  Dispatch(reader, node, rip, std::span<const Rule<RipText>>(kRules));
  if (const NodeId groups = reader.tree.Find(node, "group"); groups != kNone) {
    reader.Modelled(groups, Impact::kRouting4);
    ReadGroups(reader, groups, rip);
  }
  if (v6) MoveImpact(reader, node, Impact::kRouting4, Impact::kRouting6);
}

}  // namespace ringfence::formats::juniper_junos
