// From the tree to the vendor model: one function per family of statements. Each gets the node whose children
// it reads and marks all that it understands.
#pragma once

#include "formats/nokia_sros/reader.h"
#include "formats/nokia_sros/vendor_routing.h"

namespace ringfence::formats::nokia_sros {

/// The whole file.
SrosText Extract(Reader& reader);

/// `port X`, `lag X`, with the key's node.
void ReadPort(Reader& reader, NodeId key, SrosText& text);
void ReadLag(Reader& reader, NodeId key, SrosText& text);
/// `card X`, with the key's node: only what turns ports off matters.
void ReadCard(Reader& reader, NodeId key, SrosText& text);
/// `log`: only what runs scripts matters.
void ReadLog(Reader& reader, NodeId block, SrosText& text);
/// `service`.
void ReadService(Reader& reader, NodeId block, SrosText& text);
/// `epipe X`, `vpls X` and `sdp N` of it, with the key's node.
void ReadL2Service(Reader& reader, NodeId key, SrosText& text, bool pipe);
void ReadSdp(Reader& reader, NodeId key, SrosText& text);
/// What "Base" and VPRNs have in common.
void ReadRouterBlock(Reader& reader, NodeId block, RouterText& router);
/// `interface Y` of a router or a service, with the key's node.
void ReadRouterInterface(Reader& reader, NodeId key, RouterText& router);
/// `static-routes`.
void ReadStaticRoutes(Reader& reader, NodeId block, RouterText& router);
/// `aggregates`.
void ReadAggregates(Reader& reader, NodeId block, RouterText& router);
/// `ospf N`, `ospf3 N`, `isis N`, with the key's node.
void ReadOspf(Reader& reader, NodeId key, RouterText& router);
void ReadOspf3(Reader& reader, NodeId key, RouterText& router);
void ReadIsis(Reader& reader, NodeId key, RouterText& router);
/// `segment-routing` of an IGP, and `node-sid` of an interface of it.
void ReadSegmentRouting(Reader& reader, NodeId block, SegmentRoutingText& to);
void ReadNodeSid(Reader& reader, NodeId block, NodeSidText& to);
/// `bgp`, `rip`, `ripng`.
void ReadBgp(Reader& reader, NodeId block, RouterText& router);
void ReadRip(Reader& reader, NodeId block, RouterText& router);
void ReadRipNg(Reader& reader, NodeId block, RouterText& router);
/// `ldp`.
void ReadLdp(Reader& reader, NodeId block, RouterText& router);
/// `policy-options`.
void ReadPolicyOptions(Reader& reader, NodeId block, SrosText& text);
/// `entry N` of a policy statement, with the key's node, and the `action` of one.
void ReadPolicyEntry(Reader& reader, NodeId key, PolicyEntryText& entry);
void ReadPolicyAction(Reader& reader, NodeId block, PolicyEntryText& entry);
/// igp, egp, incomplete.
std::optional<model::BgpOrigin> OriginOf(std::string_view word);
/// Prefixes of list names that the text does not hold itself: groups of AS paths, single next hops.
inline constexpr std::string_view kGroupPrefix = "group ", kNextHopPrefix = "next-hop ";
/// Name of the term that `default-action` makes.
inline constexpr std::string_view kDefaultTerm = "(default)";
/// Names of policies joined by AND, OR, NOT stand in brackets.
inline bool IsPolicyExpression(std::string_view name) { return name.find('[') != std::string_view::npos; }
/// `filter`.
void ReadFilters(Reader& reader, NodeId block, SrosText& text);
/// `ip-filter`, `ipv6-filter` of the management plane.
void ReadManagementFilter(Reader& reader, NodeId block, net::Family family, ManagementText& text);
/// `match` of a filter entry.
void ReadFilterMatch(Reader& reader, NodeId block, FilterEntry& entry);
/// `port-list`, `dst-port` and their kind: conditions on ports.
void ReadPorts(Reader& reader, NodeId block, PortMatch& match);
/// `system`.
void ReadSystem(Reader& reader, NodeId block, SrosText& text);
/// `system security`.
void ReadSecurity(Reader& reader, NodeId block, SrosText& text);
/// `system security snmp`.
void ReadSnmp(Reader& reader, NodeId block, ManagementText& text);
/// `mirror`, `cflowd`.
void ReadMirror(Reader& reader, NodeId block, SrosText& text);
void ReadCflowd(Reader& reader, NodeId block, SrosText& text);
/// `cflowd-parameters` of an interface.
void ReadCflowdParameters(Reader& reader, NodeId block, RouterInterface& to);
/// `macsec`.
void ReadMacsec(Reader& reader, NodeId block, SrosText& text);

}  // namespace ringfence::formats::nokia_sros
