// From the tree to the vendor model: one function per family of statements. Each gets the node whose children
// it reads and marks all that it understands.
#pragma once

#include "formats/nokia_sros/reader.h"
#include "formats/nokia_sros/vendor_model.h"

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
/// `router X interface Y`, with the key's node.
void ReadRouterInterface(Reader& reader, NodeId key, SrosText& text);
/// `router X static-routes`.
void ReadStaticRoutes(Reader& reader, NodeId block, SrosText& text);
/// `router X ospf N`, with the key's node.
void ReadOspf(Reader& reader, NodeId key, SrosText& text);
/// `policy-options`.
void ReadPolicyOptions(Reader& reader, NodeId block, SrosText& text);
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
/// `macsec`.
void ReadMacsec(Reader& reader, NodeId block, SrosText& text);

}  // namespace ringfence::formats::nokia_sros
