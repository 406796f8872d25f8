// `routing-instances`: tables of their own with their interfaces, options and protocols.
#include <array>

#include "formats/community_text.h"
#include "formats/impacts.h"
#include "formats/juniper_junos/extract.h"
#include "formats/juniper_junos/policy_book.h"

namespace ringfence::formats::juniper_junos {
namespace {

// The instance being read, and the file it belongs to.
struct Scope {
  JunosText& text;
  InstanceText& instance;
};

void ReadInterfaces(Reader& reader, NodeId node, Scope& scope) {
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name);
    for (const NodeId detail : Children(reader, name)) reader.Irrelevant(detail);
    std::string unit(reader.word(name));
    if (unit.find('.') == std::string::npos) unit += ".0";
    scope.instance.units.push_back(std::move(unit));
  }
}
void ReadDistinguisher(Reader& reader, NodeId node, Scope& scope) {
  if (const NodeId value = reader.Value(node); value != kNone)
    scope.instance.route_distinguisher = reader.word(value);
}

// `vrf-target target:1:2`, `vrf-target { import target:1:2; export target:1:3; }`.
void ReadTarget(Reader& reader, NodeId node, Scope& scope) {
  for (const NodeId word : Children(reader, node)) {
    const bool import = reader.word(word) == "import";
    const bool both = !import && reader.word(word) != "export";
    reader.Modelled(word, kRouting);
    const NodeId value = both ? word : reader.Value(word);
    if (value == kNone) continue;
    const auto target = ExtendedCommunity(reader.word(value));
    if (!target) {
      if (reader.word(value) == "auto") {
        reader.Unmodelled(value, kRouting, "automatic route target");
      } else {
        reader.Invalid(value, "not a route target");
      }
      continue;
    }
    if (both || import) scope.instance.import_targets.push_back(*target);
    if (both || !import) scope.instance.export_targets.push_back(*target);
  }
}
void ReadVrfImport(Reader& reader, NodeId node, Scope& scope) {
  scope.instance.vrf_imports = ReadPolicyNames(reader, node);
}
void ReadVrfExport(Reader& reader, NodeId node, Scope& scope) {
  scope.instance.vrf_exports = ReadPolicyNames(reader, node);
}
void ReadType(Reader& reader, NodeId node, Scope&) { (void)reader.Value(node); }
void ReadTableLabel(Reader& reader, NodeId node, Scope& scope) {
  reader.ModelledAll(node);
  scope.instance.table_label = true;
}
void ReadOptions(Reader& reader, NodeId node, Scope& scope) {
  ExtractRoutingOptions(reader, node, scope.text, scope.instance);
}
void ReadProtocols(Reader& reader, NodeId node, Scope& scope) {
  ExtractProtocols(reader, node, scope.instance);
}

constexpr auto kRules = std::to_array<Rule<Scope>>({
    Reads("instance-type", &ReadType),
    Reads("interface", &ReadInterfaces, kRouting | kForwarding),
    Reads("route-distinguisher", &ReadDistinguisher, kRouting),
    Reads("vrf-target", &ReadTarget, kRouting),
    Reads("vrf-import", &ReadVrfImport, kRouting),
    Reads("vrf-export", &ReadVrfExport, kRouting),
    Reads("vrf-table-label", &ReadTableLabel),
    Reads("routing-options", &ReadOptions, kRouting),
    Reads("protocols", &ReadProtocols, kRouting | kForwarding),
    Ignores<Scope>("description"),
    Ignores<Scope>("provider-tunnel"),
    Ignores<Scope>("no-vrf-propagate-ttl"),
    Ignores<Scope>("vrf-propagate-ttl"),
    Lacks<Scope>("no-vrf-advertise", kRouting, "VRF that is not advertised"),
    Lacks<Scope>("vrf-advertise-selective", kRouting, "VRF that is not advertised"),
    Lacks<Scope>("forwarding-options", kForwarding | Impact::kCopying, "forwarding options of an instance"),
    Lacks<Scope>("bridge-domains", kForwarding, "bridging"),
    Lacks<Scope>("vlans", kForwarding, "bridging"),
    Lacks<Scope>("switch-options", kForwarding, "bridging"),
    Lacks<Scope>("system", Impact::kManagement, "services of an instance"),
    Lacks<Scope>("access", Impact::kManagement, "subscriber access"),
});

InstanceKind KindOf(Reader& reader, NodeId instance) {
  const NodeId type = reader.tree.Find(instance, "instance-type");
  const NodeId value = type == kNone ? kNone : reader.tree.ScalarChild(type);
  // Without a type the instance only forwards; the management instance has none and is a table.
  if (value == kNone)
    return reader.word(instance) == "mgmt_junos" ? InstanceKind::kVirtualRouter : InstanceKind::kForwarding;
  const std::string_view word = reader.word(value);
  if (word == "virtual-router") return InstanceKind::kVirtualRouter;
  if (word == "vrf") return InstanceKind::kVrf;
  if (word == "forwarding") return InstanceKind::kForwarding;
  return InstanceKind::kOther;
}

}  // namespace

void ExtractInstances(Reader& reader, NodeId node, JunosText& text) {
  for (const NodeId name : Children(reader, node)) {
    if (reader.word(name).starts_with("apply-")) continue;
    InstanceText instance;
    instance.name = reader.word(name);
    instance.node = name;
    instance.span = reader.SpanOf(name);
    instance.kind = KindOf(reader, name);
    Scope scope{text, instance};
    if (instance.kind == InstanceKind::kOther) {
      // Bridging instances: only which interfaces they take matters here.
      if (const NodeId ports = reader.tree.Find(name, "interface"); ports != kNone)
        ReadInterfaces(reader, ports, scope);
      reader.Unmodelled(name, kRouting | kForwarding, "routing instance that bridges");
    } else {
      reader.Modelled(name, kRouting | kForwarding);
      Dispatch(reader, name, scope, std::span<const Rule<Scope>>(kRules));
    }
    text.instances.push_back(std::move(instance));
  }
}

}  // namespace ringfence::formats::juniper_junos
