// From the word tree to the vendor model, one function per statement family. Each marks every statement it
// knows.
#pragma once

#include "formats/juniper_junos/vendor_model.h"

namespace ringfence::formats::juniper_junos {

/// Reads the whole tree.
JunosText Extract(Reader& reader);

/// `interfaces { ... }`.
void ExtractInterfaces(Reader& reader, NodeId node, JunosText& text);
/// `firewall { ... }`.
void ExtractFirewall(Reader& reader, NodeId node, JunosText& text);
/// `policy-options { ... }`: prefix lists at once, the rest when it is used (policy_book.h).
void ExtractPolicyOptions(Reader& reader, NodeId node, JunosText& text);
/// `routing-instances { ... }`.
void ExtractInstances(Reader& reader, NodeId node, JunosText& text);
/// `vlans { ... }`.
void ExtractVlans(Reader& reader, NodeId node, JunosText& text);
/// `family ethernet-switching { ... }` of a unit.
void ExtractSwitching(Reader& reader, NodeId node, Unit& unit);
/// `vrrp-group N { ... }`, `vrrp-inet6-group N { ... }` below an address.
void ExtractVrrp(Reader& reader, NodeId node, UnitFamily& family);
/// `routing-options { ... }` of one instance.
void ExtractRoutingOptions(Reader& reader, NodeId node, JunosText& text, InstanceText& instance);
/// `protocols { ... }` of one instance.
void ExtractProtocols(Reader& reader, NodeId node, InstanceText& instance);
/// `protocols ospf|ospf3 { ... }`.
void ExtractOspf(Reader& reader, NodeId node, InstanceText& instance);
/// `protocols bgp { ... }`.
void ExtractBgp(Reader& reader, NodeId node, InstanceText& instance);
/// `protocols isis { ... }`.
void ExtractIsis(Reader& reader, NodeId node, InstanceText& instance);
/// `source-packet-routing { ... }` of an IGP.
void ExtractSegmentRouting(Reader& reader, NodeId node, SegmentRoutingText& text);
/// `protocols rip|ripng { ... }`.
void ExtractRip(Reader& reader, NodeId node, InstanceText& instance);
/// `protocols ldp { ... }`.
void ExtractLdp(Reader& reader, NodeId node, InstanceText& instance);
/// `protocols mpls { ... }`.
void ExtractMpls(Reader& reader, NodeId node, InstanceText& instance);
/// `system { ... }`.
void ExtractSystem(Reader& reader, NodeId node, JunosText& text);
/// `snmp { ... }`.
void ExtractSnmp(Reader& reader, NodeId node, JunosText& text);
/// `security { ... }`.
void ExtractSecurity(Reader& reader, NodeId node, JunosText& text);
/// `security policies`, `security zones`, address books.
void ExtractZonePolicies(Reader& reader, NodeId node, SecurityText& security);
void ExtractZones(Reader& reader, NodeId node, SecurityText& security);
void ExtractAddressBook(Reader& reader, NodeId node, SecurityText& security);

/// `forwarding-options port-mirroring|analyzer|sampling { ... }`.
void ExtractPortMirroring(Reader& reader, NodeId node, JunosText& text);
void ExtractAnalyzers(Reader& reader, NodeId node, JunosText& text);
void ExtractSampling(Reader& reader, NodeId node, JunosText& text);
/// `protocols sflow { ... }`.
void ExtractSflow(Reader& reader, NodeId node, SflowText& sflow);
/// `services { ... }`.
void ExtractServices(Reader& reader, NodeId node, JunosText& text);

/// Text of a quoted word with its escapes resolved.
std::string Unescape(std::string_view word);

}  // namespace ringfence::formats::juniper_junos
