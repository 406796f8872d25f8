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
/// `policy-options { ... }`: prefix lists at once, policies by name only.
void ExtractPolicyOptions(Reader& reader, NodeId node, JunosText& text);
/// Reads the terms of one policy. Needs all prefix lists. Idempotent.
void ReadPolicy(Reader& reader, Policy& policy, const JunosText& text);
/// `routing-options { ... }`.
void ExtractRoutingOptions(Reader& reader, NodeId node, JunosText& text);
/// `protocols ospf { ... }`.
void ExtractOspf(Reader& reader, NodeId node, JunosText& text);
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

/// Text of a quoted word with its escapes resolved.
std::string Unescape(std::string_view word);

}  // namespace ringfence::formats::juniper_junos
