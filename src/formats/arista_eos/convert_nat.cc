// Address translation, interface by interface: what leaves is routed and then translated, what comes in is
// translated and then routed. A static translation holds in both directions, whichever of its two statements
// says it; static ones come before dynamic ones.
//
// Left open: two of a kind that may take one packet, for their order is not known; interfaces with access
// lists or policy routing, for whether these see addresses before or after the translation is not known.
//
// The access list of a static translation is about packets of the direction that the statement names. Whether
// the other direction asks it, mirrored, is not known: a rule there says that the address is the translated
// one or stays (or, where packets leave, is one that a dynamic translation gives), and nobody knows which.

#include <algorithm>

#include "formats/arista_eos/convert.h"
#include "formats/translation_overlap.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::PacketEnd;
using model::Translation;
using model::TranslationMoment;

constexpr net::NumberRange kAnyPort{1, 65535};

/// A dynamic translation as it holds at one interface: by a pool, or by the address of the interface.
struct Dynamic {
  const NatDynamicText* text = nullptr;
  const model::Acl* acl = nullptr;
  const NatPoolText* pool = nullptr;
};

model::AddressRange Only(const net::IpAddress& address) { return {address, address}; }

/// Without a port an end is all of its address.
bool EndsMeet(const net::IpAddress& a, std::optional<std::uint16_t> a_port, const net::IpAddress& b,
              std::optional<std::uint16_t> b_port) {
  return a == b && (!a_port || !b_port || a_port == b_port);
}

/// True when both may take one packet and do not say the same.
bool Conflict(const NatStaticText& a, const NatStaticText& b) {
  const bool protocols_meet = a.protocols.empty() || b.protocols.empty() ||
                              std::ranges::find_first_of(a.protocols, b.protocols) != a.protocols.end();
  return protocols_meet && (EndsMeet(a.inside, a.inside_port, b.inside, b.inside_port) ||
                            EndsMeet(a.outside, a.outside_port, b.outside, b.outside_port));
}

bool SaySame(const NatStaticText& a, const NatStaticText& b) {
  return a.inside == b.inside && a.outside == b.outside && a.inside_port == b.inside_port &&
         a.outside_port == b.outside_port && a.protocols == b.protocols && a.acl.empty() && b.acl.empty();
}

/// True when some packet is perhaps in lines of both lists, and one of them permits it.
bool MayDecideTogether(const model::Acl& a, const model::Acl& b) {
  return std::ranges::any_of(a.lines, [&b](const model::AclLine& one) {
    return std::ranges::any_of(b.lines, [&one](const model::AclLine& other) {
      const bool permits =
          one.action == model::AclAction::kPermit || other.action == model::AclAction::kPermit;
      return permits && MayMeet(one.match, other.match);
    });
  });
}

/// True when packets of a VRF leave by the default one, or the other way round. Answers to what was
/// translated then go back to the VRF, as the session says and no table does.
bool MixesTables(const VendorConfig& vendor) {
  const auto crosses = [](const std::string& a, const std::string& b) { return a.empty() != b.empty(); };
  const auto leaks = [&](const VrfText& vrf) {
    return std::ranges::any_of(
        vrf.leaks, [&](const routing::VrfLeak& leak) { return crosses(vrf.name, leak.from_vrf); });
  };
  return std::ranges::any_of(vendor.vrfs, leaks) ||
         std::ranges::any_of(vendor.statics, [&](const auto& route) {
           return route.next_hop_vrf && crosses(route.vrf, *route.next_hop_vrf);
         });
}

/// The translations of one interface.
class PortNat {
 public:
  PortNat(Conversion& conversion, const NatText& text, const model::Interface& interface)
      : reader_(conversion.reader), device_(conversion.config.device), text_(text), interface_(interface) {}

  void Run();

 private:
  void Open(base::Span span, std::string_view reason) { reader_.Demote(span, kForwarding, reason); }
  /// Why nothing of the interface is read; empty: it is.
  std::string_view Obstacle() const;
  const model::Acl* ListOf(const std::string& name, base::Span use);
  bool IsOwn(const net::IpAddress& address) const;
  void TakeDynamic(const NatDynamicText& text);
  void TakeStatic(const NatStaticText& text);
  void AddStatic(const NatStaticText& text);
  void AddPools(Translation& rule) const;
  void AddDynamic(const Dynamic& dynamic);

  Reader& reader_;
  model::Device& device_;
  const NatText& text_;
  const model::Interface& interface_;
  const model::InterfaceAddress* address_ = nullptr;  ///< its primary one
  std::vector<const NatStaticText*> statics_;
  std::vector<Dynamic> dynamics_;
};

std::string_view PortNat::Obstacle() const {
  if (!interface_.vrf.empty()) return "address translation in a VRF";
  if (MixesTables(reader_.vendor)) return "address translation between VRFs";
  if (interface_.switch_port) return "address translation at a switched port";
  if (interface_.acl_in4.applies() || interface_.acl_out4.applies())
    return "address translation beside an access list";
  return interface_.policy_in4.applies() ? "address translation beside policy routing" : "";
}

/// The list, one that says something; nullptr, with the line marked, when there is none.
const model::Acl* PortNat::ListOf(const std::string& name, base::Span use) {
  const model::Acl* acl = model::FindAcl(device_, name, net::Family::kIpv4);
  if (acl != nullptr && !acl->lines.empty()) return acl;
  if (acl == nullptr) reader_.Undefined(use, "access list", name);
  Open(use, acl == nullptr ? "undefined reference" : "address translation by an empty access list");
  return nullptr;
}

bool PortNat::IsOwn(const net::IpAddress& address) const {
  return std::ranges::any_of(device_.interfaces, [&address](const model::Interface& interface) {
    return std::ranges::any_of(interface.addresses, [&address](const model::InterfaceAddress& own) {
      return own.address.address == address;
    });
  });
}

void PortNat::TakeDynamic(const NatDynamicText& text) {
  Dynamic dynamic{.text = &text, .acl = ListOf(text.acl, text.span)};
  if (dynamic.acl == nullptr) return;
  if (text.pool.empty() && address_ == nullptr)
    return Open(text.span, "address translation by an interface without an address");
  if (!text.pool.empty()) {
    const auto known = reader_.vendor.nat_pools.find(text.pool);
    if (known == reader_.vendor.nat_pools.end()) {
      reader_.Undefined(text.span, "address pool", text.pool);
      return Open(text.span, "undefined reference");
    }
    dynamic.pool = &known->second;
    if (!dynamic.pool->expressed || dynamic.pool->ranges.empty()) {
      Open(dynamic.pool->span, "address pool with options");
      return Open(text.span, "address pool with options");
    }
  }
  const bool known_order = std::ranges::none_of(
      dynamics_, [&](const Dynamic& other) { return MayDecideTogether(*other.acl, *dynamic.acl); });
  if (!known_order) return Open(text.span, "order of address translations");
  dynamics_.push_back(dynamic);
}

void PortNat::TakeStatic(const NatStaticText& text) {
  if (!text.acl.empty() && ListOf(text.acl, text.span) == nullptr) return;
  // What the device itself is called is no matter of whole addresses: its sessions would go astray.
  if (!text.outside_port && IsOwn(text.outside))
    return Open(text.span, "address translation of an address of the device");
  for (const NatStaticText* other : statics_) {
    if (SaySame(*other, text)) return;
    if (Conflict(*other, text)) return Open(text.span, "order of address translations");
  }
  statics_.push_back(&text);
}

/// Every address that a dynamic translation may give.
void PortNat::AddPools(Translation& rule) const {
  for (const Dynamic& dynamic : dynamics_) {
    if (dynamic.pool == nullptr) rule.pool.push_back(Only(address_->address.address));
    if (dynamic.pool == nullptr) continue;
    rule.pool.insert(rule.pool.end(), dynamic.pool->ranges.begin(), dynamic.pool->ranges.end());
  }
}

void PortNat::AddStatic(const NatStaticText& text) {
  const std::string name = std::string(kNatStaticPrefix) + net::ToString(text.inside);
  Translation leaving{.name = name, .out = {interface_.name}, .span = text.span};
  Translation entering{.name = name,
                       .end = PacketEnd::kDestination,
                       .moment = TranslationMoment::kEntering,
                       .in = {interface_.name},
                       .span = text.span};
  leaving.match.source = {net::AddressMatch::Of(net::Prefix::Host(text.inside))};
  entering.match.destination = {net::AddressMatch::Of(net::Prefix::Host(text.outside))};
  leaving.pool = {Only(text.outside)};
  entering.pool = {Only(text.inside)};
  if (text.inside_port) {
    for (const std::uint8_t protocol : text.protocols) {
      leaving.match.protocol.push_back({protocol, protocol});
      entering.match.protocol.push_back({protocol, protocol});
    }
    leaving.match.source_port = entering.ports = {{*text.inside_port, *text.inside_port}};
    entering.match.destination_port = leaving.ports = {{*text.outside_port, *text.outside_port}};
  }
  if (!text.acl.empty() && text.source) {
    leaving.acls = {text.acl};
    entering.pool.push_back(Only(text.outside));
    if (!entering.ports.empty()) entering.ports.push_back(leaving.ports.front());
  } else if (!text.acl.empty()) {
    entering.acls = {text.acl};
    leaving.pool.push_back(Only(text.inside));
    AddPools(leaving);
    leaving.ports = {kAnyPort};
  }
  device_.translations.push_back(std::move(leaving));
  device_.translations.push_back(std::move(entering));
}

void PortNat::AddDynamic(const Dynamic& dynamic) {
  Translation rule{.name = dynamic.text->acl,
                   .out = {interface_.name},
                   .acls = {dynamic.text->acl},
                   .ports = {kAnyPort},
                   .span = dynamic.text->span};
  if (dynamic.pool == nullptr) {
    rule.interface = interface_.name;
  } else {
    rule.pool = dynamic.pool->ranges;
    rule.more_spans = {dynamic.pool->span};
  }
  device_.translations.push_back(std::move(rule));
}

void PortNat::Run() {
  if (const std::string_view obstacle = Obstacle(); !obstacle.empty()) {
    for (const NatStaticText& text : text_.statics) Open(text.span, obstacle);
    for (const NatDynamicText& text : text_.dynamics) Open(text.span, obstacle);
    return;
  }
  if (interface_.unnumbered_from.empty()) address_ = Primary4(device_, interface_);
  for (const NatDynamicText& text : text_.dynamics) TakeDynamic(text);
  for (const NatStaticText& text : text_.statics) TakeStatic(text);
  for (const NatStaticText* text : statics_) AddStatic(*text);
  for (const Dynamic& dynamic : dynamics_) AddDynamic(dynamic);
}

}  // namespace

void ConvertNat(Conversion& conversion) {
  const model::Device& device = conversion.config.device;
  for (std::size_t i = 0; i < device.interfaces.size(); ++i)
    PortNat(conversion, conversion.reader.vendor.interfaces[i].nat, device.interfaces[i]).Run();
}

}  // namespace ringfence::formats::arista_eos
