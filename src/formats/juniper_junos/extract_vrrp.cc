// `vrrp-group` below an address (RFC 5798).
#include <algorithm>
#include <array>

#include "formats/impacts.h"
#include "formats/juniper_junos/extract.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::VirtualRouter;

void ReadAddresses(Reader& reader, NodeId node, VirtualRouter& group) {
  for (const NodeId word : Children(reader, node)) {
    reader.Modelled(word);
    if (const auto address = reader.AddressOf(word)) group.addresses.push_back(*address);
  }
}
void ReadPriority(Reader& reader, NodeId node, VirtualRouter& group) {
  group.priority = reader.Number(node, 0, 255).value_or(group.priority);
}
void ReadNoPreempt(Reader&, NodeId, VirtualRouter& group) { group.preempt = false; }
void ReadPreempt(Reader& reader, NodeId node, VirtualRouter& group) {
  group.preempt = true;
  for (const NodeId child : Children(reader, node)) reader.Irrelevant(child);
}

constexpr auto kRules = std::to_array<Rule<VirtualRouter>>({
    Reads("virtual-address", &ReadAddresses),
    Reads("virtual-inet6-address", &ReadAddresses),
    Reads("priority", &ReadPriority),
    Reads("preempt", &ReadPreempt),
    Reads("no-preempt", &ReadNoPreempt),
    Reads("virtual-link-local-address", &ReadAddresses),
    Lacks<VirtualRouter>("accept-data", Impact::kManagement, "packets to a virtual address"),
    Ignores<VirtualRouter>("no-accept-data"),
    Lacks<VirtualRouter>("advertise-interval", kForwarding, "VRRP interval, which members must share"),
    Lacks<VirtualRouter>("fast-interval", kForwarding, "VRRP interval, which members must share"),
    Ignores<VirtualRouter>("inet6-advertise-interval"),
    Lacks<VirtualRouter>("authentication-type", kForwarding, "VRRP authentication"),
    Lacks<VirtualRouter>("authentication-key", kForwarding, "VRRP authentication"),
    Ignores<VirtualRouter>("advertisements-threshold"),
    Lacks<VirtualRouter>("track", kForwarding, "VRRP priority by tracking"),
    Lacks<VirtualRouter>("vrrp-inherit-from", kForwarding, "VRRP group that follows another"),
    Lacks<VirtualRouter>("preferred", kForwarding, "VRRP preference"),
});

}  // namespace

void ExtractVrrp(Reader& reader, NodeId node, UnitFamily& family) {
  for (const NodeId number : Children(reader, node)) {
    reader.Modelled(number, kForwarding);
    const auto id = reader.NumberOf(number, 0, 255);
    if (!id) continue;
    VirtualRouter group;
    group.group = *id;
    group.span = reader.SpanOf(number);
    Dispatch(reader, number, group, std::span<const Rule<VirtualRouter>>(kRules));
    auto& groups = family.virtual_routers;
    const auto at = std::upper_bound(groups.begin(), groups.end(), group,
                                     [](const auto& a, const auto& b) { return a.group < b.group; });
    groups.insert(at, std::move(group));
  }
}

}  // namespace ringfence::formats::juniper_junos
