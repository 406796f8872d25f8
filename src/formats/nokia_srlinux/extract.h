// From the tree to the vendor model: one function per family of statements. Each gets the node whose children
// it reads and marks all that it understands.
#pragma once

#include "formats/impacts.h"
#include "formats/nokia_srlinux/reader.h"
#include "formats/nokia_srlinux/vendor_routing.h"

namespace ringfence::formats::nokia_srlinux {

/// The whole file.
SrlText Extract(Reader& reader);

/// `interface X`, with the key's node.
void ReadInterface(Reader& reader, NodeId key, SrlText& text);
/// `network-instance N`, with the key's node.
void ReadInstance(Reader& reader, NodeId key, SrlText& text);
/// `static-routes`, `next-hop-groups`, `aggregate-routes`.
void ReadStaticRoutes(Reader& reader, NodeId block, InstanceText& instance);
void ReadNextHopGroups(Reader& reader, NodeId block, InstanceText& instance);
void ReadAggregates(Reader& reader, NodeId block, InstanceText& instance);
/// `protocols ospf`, `isis`, `bgp`.
void ReadOspf(Reader& reader, NodeId block, InstanceText& instance);
void ReadIsis(Reader& reader, NodeId block, InstanceText& instance);
void ReadBgp(Reader& reader, NodeId block, InstanceText& instance);
/// `acl`.
void ReadAcl(Reader& reader, NodeId block, SrlText& text);
/// `routing-policy`.
void ReadRoutingPolicy(Reader& reader, NodeId block, SrlText& text);
/// `action` and `default-action` of a policy.
void ReadPolicyAction(Reader& reader, NodeId block, PolicyActionText& action);
/// Nobody left anything at or below the node unread or unmodelled.
bool AllRead(const Reader& reader, NodeId node);
/// `system mirroring`, `system sflow`.
void ReadMirroring(Reader& reader, NodeId block, SrlText& text);
void ReadSflow(Reader& reader, NodeId block, SrlText& text);
/// `sflow` of an interface.
void ReadInterfaceSflow(Reader& reader, NodeId block, InterfaceText& to);
/// `system`.
void ReadSystem(Reader& reader, NodeId block, SrlText& text);

}  // namespace ringfence::formats::nokia_srlinux
