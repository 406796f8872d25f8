// `security policies`, `security zones`, address books: what flow mode lets pass.
#include <array>

#include "formats/impacts.h"
#include "formats/juniper_junos/extract.h"

namespace ringfence::formats::juniper_junos {
namespace {

void ReadNames(Reader& reader, NodeId node, std::vector<NameUse>& names) {
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name);
    names.push_back({reader.word(name), name});
  }
}

void ReadMatch(Reader& reader, NodeId node, ZonePolicy& policy) {
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    reader.Modelled(child, kForwarding);
    if (word == "source-address") {
      ReadNames(reader, child, policy.sources);
    } else if (word == "destination-address") {
      ReadNames(reader, child, policy.destinations);
    } else if (word == "application" || word == "dynamic-application") {
      ReadNames(reader, child, policy.applications);
    } else if (word == "from-zone" || word == "to-zone") {
      std::vector<NameUse> zones;
      ReadNames(reader, child, zones);
      policy.other = policy.other || zones.size() != 1 || zones[0].name != "any";
    } else {
      policy.other = true;
    }
  }
}

void ReadThen(Reader& reader, NodeId node, ZonePolicy& policy) {
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    reader.Modelled(child, kForwarding);
    if (word == "log" || word == "count") {
      reader.Irrelevant(child);
    } else if (word == "permit") {
      policy.permit = true;
      for (const NodeId option : Children(reader, child)) {
        const NodeId vpn = reader.word(option) == "tunnel" ? reader.tree.Find(option, "ipsec-vpn") : kNone;
        if (vpn == kNone) {
          policy.other = true;
          continue;
        }
        reader.ModelledAll(option);
        const NodeId value = reader.Value(vpn);
        if (value != kNone) policy.tunnel = NameUse{reader.word(value), value};
      }
    } else {
      policy.other = true;  // deny, reject, services on the way
    }
  }
}

bool IsAny(const std::vector<NameUse>& names) {
  for (const NameUse& use : names) {
    if (use.name == "any") return true;
  }
  return false;
}

// A policy that permits anything is what forwarding without policies does; the others restrict it.
void ReadPolicy(Reader& reader, NodeId name, std::string_view from, std::string_view to,
                SecurityText& security) {
  ZonePolicy& policy = security.zone_policies.emplace_back();
  policy.from_zone = from;
  policy.to_zone = to;
  policy.node = name;
  for (const NodeId child : Children(reader, name)) {
    const std::string_view word = reader.word(child);
    reader.Modelled(child, kForwarding);
    if (word == "match") {
      ReadMatch(reader, child, policy);
    } else if (word == "then") {
      ReadThen(reader, child, policy);
    } else if (word == "description") {
      reader.Irrelevant(child);
    } else {
      policy.other = true;
    }
  }
  const bool any = IsAny(policy.sources) && IsAny(policy.destinations) && IsAny(policy.applications);
  const bool tunnel = policy.tunnel && IsAny(policy.applications);
  if (policy.other || !policy.permit || (!any && !tunnel)) {
    policy.other = true;
    reader.Unmodelled(name, kForwarding, "zone policy");
  }
}

void ReadPolicyList(Reader& reader, NodeId node, std::string_view from, std::string_view to,
                    SecurityText& security) {
  for (const NodeId child : Children(reader, node)) {
    if (reader.word(child) != "policy") continue;
    reader.Modelled(child, kForwarding);
    for (const NodeId name : Children(reader, child)) {
      reader.Modelled(name, kForwarding);
      ReadPolicy(reader, name, from, to, security);
    }
  }
}

// `host-inbound-traffic { system-services { ssh; } protocols { ospf; } }` of a zone or of one of its
// interfaces.
void ReadInbound(Reader& reader, NodeId node, ZoneInbound& inbound) {
  for (const NodeId kind : Children(reader, node)) {
    const std::string_view word = reader.word(kind);
    if (word != "system-services" && word != "protocols") continue;
    reader.Modelled(kind);
    for (const NodeId name : Children(reader, kind)) {
      reader.Modelled(name);
      if (reader.tree.Find(name, "except") != kNone) {
        reader.Unmodelled(name, kOwnPackets, "services of a zone");
        continue;
      }
      (word == "protocols" ? inbound.protocols : inbound.services).push_back(reader.word(name));
    }
  }
}

void ReadZone(Reader& reader, NodeId name, SecurityText& security) {
  Zone& zone = security.zones.emplace_back();
  zone.name = reader.word(name);
  zone.node = name;
  for (const NodeId child : Children(reader, name)) {
    const std::string_view word = reader.word(child);
    reader.Modelled(child, kForwarding | Impact::kManagement);
    if (word == "interfaces") {
      for (const NodeId interface : Children(reader, child)) {
        reader.Modelled(interface, kForwarding | Impact::kManagement);
        ZoneInterface& to = zone.interfaces.emplace_back();
        to.name = reader.word(interface);
        if (const NodeId inbound = reader.tree.Find(interface, "host-inbound-traffic"); inbound != kNone) {
          reader.Modelled(inbound, kOwnPackets);
          ReadInbound(reader, inbound, to.inbound.emplace());
        }
      }
    } else if (word == "host-inbound-traffic") {
      reader.Modelled(child, kOwnPackets);
      ReadInbound(reader, child, zone.inbound);
    } else if (word == "address-book") {
      ExtractAddressBook(reader, child, security);
    } else if (word == "screen") {
      reader.Unmodelled(child, kForwarding, "screens");
    } else if (word == "description" || word == "tcp-rst" || word == "application-tracking") {
      reader.Irrelevant(child);
    } else {
      reader.Unmodelled(child, kForwarding, "zone options");
    }
  }
}

}  // namespace

void ExtractZonePolicies(Reader& reader, NodeId node, SecurityText& security) {
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    reader.Modelled(child, kForwarding);
    if (word == "from-zone") {
      for (const NodeId from : Children(reader, child)) {
        reader.Modelled(from, kForwarding);
        const NodeId keyword = reader.tree.Find(from, "to-zone");
        if (keyword == kNone) continue;
        reader.Modelled(keyword, kForwarding);
        for (const NodeId to : Children(reader, keyword)) {
          reader.Modelled(to, kForwarding);
          ReadPolicyList(reader, to, reader.word(from), reader.word(to), security);
        }
      }
    } else if (word == "global") {
      ReadPolicyList(reader, child, {}, {}, security);
    } else if (word == "default-policy") {
      const NodeId value = reader.Value(child);
      security.default_permit = value != kNone && reader.word(value) == "permit-all";
    } else {
      reader.Irrelevant(child);  // rematch, statistics, traceoptions
    }
  }
}

void ExtractZones(Reader& reader, NodeId node, SecurityText& security) {
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word == "security-zone") {
      reader.Modelled(child, kForwarding | Impact::kManagement);
      for (const NodeId name : Children(reader, child)) {
        reader.Modelled(name, kForwarding | Impact::kManagement);
        ReadZone(reader, name, security);
      }
    } else if (word == "functional-zone") {
      reader.Unmodelled(child, Impact::kManagement, "management zone");
    }
  }
}

void ExtractAddressBook(Reader& reader, NodeId node, SecurityText& security) {
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word == "attach" || word == "description") {
      reader.ModelledAll(child);
      continue;
    }
    if (word != "address" && word != "address-set") continue;
    reader.Modelled(child, kForwarding);
    for (const NodeId name : Children(reader, child)) {
      reader.Modelled(name, kForwarding);
      BookEntry entry;
      entry.name = reader.word(name);
      for (const NodeId value : Children(reader, name)) {
        const std::string_view kind = reader.word(value);
        if (kind == "address" || kind == "address-set") {
          std::vector<NameUse> members;
          reader.Modelled(value);
          ReadNames(reader, value, members);
          for (const NameUse& member : members) entry.members.push_back(member.name);
        } else if (kind == "description") {
          reader.Irrelevant(value);
        } else if (kind == "dns-name" || kind == "range-address" || kind == "wildcard-address") {
          reader.Unmodelled(value, kForwarding, "address by name or range");
        } else if (kind == "ip-prefix") {
          reader.Modelled(value);
          const NodeId prefix = reader.Value(value);
          if (prefix == kNone) continue;
          if (const auto parsed = reader.PrefixOf(prefix)) entry.prefixes.push_back(*parsed);
        } else {
          reader.Modelled(value);
          if (const auto parsed = reader.PrefixOf(value)) entry.prefixes.push_back(*parsed);
        }
      }
      security.book.push_back(std::move(entry));
    }
  }
}

}  // namespace ringfence::formats::juniper_junos
