// Interfaces and their sub-interfaces.
#include <algorithm>
#include <string>

#include "formats/nokia_srlinux/extract.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

void SetPrimary(Reader& reader, NodeId value, AddressText& address) {
  // `primary` stands alone or, in JSON, with an empty value.
  address.primary = reader.word(value) != "false";
  reader.Modelled(value);
  for (const NodeId below : Children(reader, value)) reader.Modelled(below);
}

void SetAddressType(Reader& reader, NodeId value, AddressText& address) {
  address.link_local = reader.word(value) == "link-local-unicast";
}

constexpr Rule<AddressText> kAddressRules[] = {
    Block<AddressText>("primary", &SetPrimary),
    Leaf<AddressText>("type", &SetAddressType),
    Lacks<AddressText>("anycast-gw", kForwarding, "address that several leaves share"),
    Lacks<AddressText>("vrrp", kForwarding, "VRRP"),
};

void ReadAddress(Reader& reader, NodeId key, FamilyText& family) {
  const auto address = net::ParseHostPrefix(reader.word(key));
  if (!address) return reader.Invalid(key, "not an address with a length");
  AddressText to;
  to.address = *address;
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kAddressRules));
  family.addresses.push_back(to);
}

constexpr Rule<FamilyText> kUnnumberedRules[] = {
    AdminState<&FamilyText::unnumbered_admin>(),
    Text<&FamilyText::unnumbered_from>("interface"),
};

void ReadUnnumbered(Reader& reader, NodeId block, FamilyText& family) {
  Dispatch(reader, block, family, std::span(kUnnumberedRules));
}

void ReadSourceCheck(Reader& reader, NodeId block, FamilyText& family) {
  family.source_check = reader.SpanOf(block);
  reader.Unmodelled(block, kSourceCheck, "check of source addresses");
}

constexpr Rule<FamilyText> kFamilyRules[] = {
    AdminState<&FamilyText::admin>(),
    List<FamilyText>("address", &ReadAddress, kPaths),
    Block<FamilyText>("unnumbered", &ReadUnnumbered),
    Ignores<FamilyText>("arp"),
    Ignores<FamilyText>("neighbor-discovery"),
    Ignores<FamilyText>("router-advertisement"),
    Lacks<FamilyText>("allow-directed-broadcast", kForwarding, "directed broadcasts"),
    Ignores<FamilyText>("dhcp-relay"),
    Lacks<FamilyText>("dhcp-client", kPaths | Impact::kManagement, "address by DHCP"),
    Lacks<FamilyText>("dhcp-server", kRouting, "DHCP server"),
    Lacks<FamilyText>("vrrp", kForwarding, "VRRP"),
    Block<FamilyText>("urpf", &ReadSourceCheck),
    Block<FamilyText>("urpf-check", &ReadSourceCheck),
};

template <FamilyText SubinterfaceText::* kMember>
void ReadFamily(Reader& reader, NodeId block, SubinterfaceText& to) {
  (to.*kMember).node = block;
  Dispatch(reader, block, to.*kMember, std::span(kFamilyRules));
}

void SetVlan(Reader& reader, NodeId value, SubinterfaceText& to) {
  if (reader.word(value) == "any" || reader.word(value) == "optional")
    return reader.Unmodelled(value, kPaths, "any VLAN");
  reader.Keep(value, reader.Number(value, 1, 4094), to.vlan);
}

constexpr Rule<SubinterfaceText> kTagRules[] = {Leaf<SubinterfaceText>("vlan-id", &SetVlan)};
void ReadTag(Reader& reader, NodeId block, SubinterfaceText& to) {
  Dispatch(reader, block, to, std::span(kTagRules));
}
void ReadUntagged(Reader&, NodeId, SubinterfaceText&) {}

constexpr Rule<SubinterfaceText> kEncapRules[] = {
    Block<SubinterfaceText>("single-tagged", &ReadTag),
    Block<SubinterfaceText>("untagged", &ReadUntagged),
    Lacks<SubinterfaceText>("double-tagged", kPaths, "two tags"),
    Lacks<SubinterfaceText>("single-tagged-range", kPaths, "range of tags"),
};
void ReadEncap(Reader& reader, NodeId block, SubinterfaceText& to) {
  Dispatch(reader, block, to, std::span(kEncapRules));
}
constexpr Rule<SubinterfaceText> kVlanRules[] = {
    Block<SubinterfaceText>("encap", &ReadEncap, kPaths),
    Ignores<SubinterfaceText>("vlan-discovery"),
};
void ReadVlan(Reader& reader, NodeId block, SubinterfaceText& to) {
  Dispatch(reader, block, to, std::span(kVlanRules));
}

constexpr Rule<SubinterfaceText> kFilterInRules[] = {
    Text<&SubinterfaceText::filter_in4>("ipv4-filter"),
    Text<&SubinterfaceText::filter_in6>("ipv6-filter"),
};
constexpr Rule<SubinterfaceText> kFilterOutRules[] = {
    Text<&SubinterfaceText::filter_out4>("ipv4-filter"),
    Text<&SubinterfaceText::filter_out6>("ipv6-filter"),
};
void ReadFilterIn(Reader& reader, NodeId block, SubinterfaceText& to) {
  Dispatch(reader, block, to, std::span(kFilterInRules));
}
void ReadFilterOut(Reader& reader, NodeId block, SubinterfaceText& to) {
  Dispatch(reader, block, to, std::span(kFilterOutRules));
}
constexpr Rule<SubinterfaceText> kAclRules[] = {
    Block<SubinterfaceText>("input", &ReadFilterIn),
    Block<SubinterfaceText>("output", &ReadFilterOut),
};
void ReadFilters(Reader& reader, NodeId block, SubinterfaceText& to) {
  Dispatch(reader, block, to, std::span(kAclRules));
}

void SetType(Reader& reader, NodeId value, SubinterfaceText& to) {
  to.type = {reader.word(value), value, reader.SpanOf(value)};
  if (to.type.value == "bridged") return reader.Unmodelled(value, kPaths, "bridged sub-interface");
  if (to.type.value == "local-mirror-dest") return;  // takes no packets itself
  if (to.type.value != "routed") reader.Unmodelled(value, kPaths, "sub-interface of this type");
}

constexpr Rule<SubinterfaceText> kMirrorPortRules[] = {
    AdminState<&SubinterfaceText::mirror_admin>(),
};
void ReadMirrorPort(Reader& reader, NodeId block, SubinterfaceText& to) {
  Dispatch(reader, block, to, std::span(kMirrorPortRules));
  if (to.mirror_admin.set() && !to.mirror_admin.value) to.admin = to.mirror_admin;
}

constexpr Rule<SubinterfaceText> kSubinterfaceRules[] = {
    AdminState<&SubinterfaceText::admin>(),
    Text<&SubinterfaceText::description>("description"),
    Leaf<SubinterfaceText>("type", &SetType),
    Number<&SubinterfaceText::ip_mtu, 1280, 9486>("ip-mtu"),
    Block<SubinterfaceText>("ipv4", &ReadFamily<&SubinterfaceText::ipv4>, kPaths),
    Block<SubinterfaceText>("ipv6", &ReadFamily<&SubinterfaceText::ipv6>, kPaths),
    Block<SubinterfaceText>("vlan", &ReadVlan, kPaths),
    Block<SubinterfaceText>("acl", &ReadFilters, kForwarding),
    Ignores<SubinterfaceText>("l2-mtu"),
    Ignores<SubinterfaceText>("qos"),
    Ignores<SubinterfaceText>("uuid"),
    Ignores<SubinterfaceText>("ra-guard"),
    Ignores<SubinterfaceText>("bridge-table"),
    Ignores<SubinterfaceText>("ethernet-segment-association"),
    Lacks<SubinterfaceText>("anycast-gw", kForwarding, "gateway that several leaves share"),
    Lacks<SubinterfaceText>("mpls", kForwarding, "MPLS"),
    Block<SubinterfaceText>("local-mirror-destination", &ReadMirrorPort, Impact::kCopying),
    Lacks<SubinterfaceText>("policy-forwarding", kForwarding, "policy routing"),
};

void ReadSubinterface(Reader& reader, NodeId key, InterfaceText& interface) {
  const auto index = reader.Number(key, 0, 99999);
  if (!index) return;
  SubinterfaceText to;
  to.name = std::string(interface.name).append(".").append(std::to_string(*index));
  if (std::ranges::find(interface.subinterfaces, to.name, &SubinterfaceText::name) !=
      interface.subinterfaces.end())
    return reader.Invalid(key, "a number that another sub-interface has");
  to.node = key;
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kSubinterfaceRules));
  interface.subinterfaces.push_back(std::move(to));
}

constexpr Rule<InterfaceText> kEthernetRules[] = {
    Text<&InterfaceText::speed>("port-speed"),
    Text<&InterfaceText::lag>("aggregate-id"),
    Lacks<InterfaceText>("l2cp-transparency", kPaths, "layer-2 control frames pass"),
    Lacks<InterfaceText>("forwarding-viable", kForwarding, "member that does not forward"),
    Lacks<InterfaceText>("standby-signaling", kForwarding, "standby signals"),
    Ignores<InterfaceText>("auto-negotiate"),
    Ignores<InterfaceText>("duplex-mode"),
    Ignores<InterfaceText>("flow-control"),
    Ignores<InterfaceText>("hold-time"),
    Ignores<InterfaceText>("reload-delay"),
    Ignores<InterfaceText>("lacp-port-priority"),
    Ignores<InterfaceText>("storm-control"),
    Ignores<InterfaceText>("synce"),
    Ignores<InterfaceText>("exponential-port-damping"),
    Ignores<InterfaceText>("crc-monitor"),
    Ignores<InterfaceText>("symbol-monitor"),
};
void ReadEthernet(Reader& reader, NodeId block, InterfaceText& to) {
  Dispatch(reader, block, to, std::span(kEthernetRules));
}

// One member is what a group needs anyway; whether too few take it down is not followed.
void SetMinLinks(Reader& reader, NodeId value, InterfaceText&) {
  if (reader.word(value) != "0" && reader.word(value) != "1")
    reader.Unmodelled(value, kPaths, "least number of members");
}

// Members name their group themselves.
constexpr Rule<InterfaceText> kLagRules[] = {
    Ignores<InterfaceText>("lag-type"),
    Ignores<InterfaceText>("member-speed"),
    Ignores<InterfaceText>("lacp"),
    Leaf<InterfaceText>("min-links", &SetMinLinks),
    Lacks<InterfaceText>("lacp-fallback-mode", kPaths, "group without LACP"),
    Lacks<InterfaceText>("lacp-fallback-timeout", kPaths, "group without LACP"),
};
void ReadLag(Reader& reader, NodeId block, InterfaceText& to) {
  Dispatch(reader, block, to, std::span(kLagRules));
}

constexpr Rule<InterfaceText> kInterfaceRules[] = {
    AdminState<&InterfaceText::admin>(),
    Text<&InterfaceText::description>("description"),
    List<InterfaceText>("subinterface", &ReadSubinterface, Impact::kAll),
    Block<InterfaceText>("ethernet", &ReadEthernet, kPaths | Impact::kProtection),
    Block<InterfaceText>("lag", &ReadLag, kPaths),
    // Frames without room for a packet are the matter of ip-mtu here.
    Ignores<InterfaceText>("mtu"),
    Ignores<InterfaceText>("vlan-tagging"),
    Ignores<InterfaceText>("tpid"),
    Ignores<InterfaceText>("breakout-mode"),
    Ignores<InterfaceText>("transceiver"),
    Ignores<InterfaceText>("qos"),
    Ignores<InterfaceText>("linecard"),
    Ignores<InterfaceText>("forwarding-complex"),
    Lacks<InterfaceText>("loopback-mode", kPaths, "looped port"),
    Block<InterfaceText>("sflow", &ReadInterfaceSflow, Impact::kCopying),
    Lacks<InterfaceText>("p4rt", kForwarding | Impact::kManagement, "forwarding set from outside"),
};

}  // namespace

void ReadInterface(Reader& reader, NodeId key, SrlText& text) {
  // `ethernet-1/{1..4}`: several interfaces in one word.
  if (reader.word(key).find('{') != std::string_view::npos)
    return reader.Unmodelled(key, Impact::kAll, "range of interfaces");
  if (reader.word(key).find('.') != std::string_view::npos)
    return reader.Invalid(key, "not the name of an interface");
  InterfaceText to;
  to.name = reader.word(key);
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kInterfaceRules));
  text.interfaces.push_back(std::move(to));
}

}  // namespace ringfence::formats::nokia_srlinux
