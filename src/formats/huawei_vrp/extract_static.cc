// `ip route-static`, `ipv6 route-static`.
#include <algorithm>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;

/// The words of a static route after its prefix.
struct StaticTail {
  bool unknown = false;
  std::string_view beyond_model;
  std::size_t bad_word = 0;
};

void ReadStaticOption(const Line& line, std::size_t& word, VrpStatic& route, StaticTail& tail) {
  const std::string_view key = line.at(word++);
  if (key == "preference" || key == "tag") {
    const auto value = NumberUpTo(line.at(word), key == "tag" ? 0xffffffffU : 255);
    if (!value) {
      tail.bad_word = word;
    } else {
      (key == "tag" ? route.tag : route.preference) = value;
    }
    ++word;
  } else if (key == "description") {
    word = line.size();
  } else if (key == "track" || key == "bfd" || key == "oam") {
    tail.beyond_model = "static route that follows a probe";
    word = line.size();
  } else if (key == "permanent" || key == "inherit-cost" || key == "relay" || key == "recursive-lookup" ||
             key == "ldp-sync" || key == "cost" || key == "no-advertise") {
    tail.beyond_model = "static route option";
    word = line.size();
  } else {
    tail.unknown = true;
    word = line.size();
  }
}

/// The exit: an address, an interface, both, or an address in another VPN instance.
void ReadStaticExit(const Line& line, std::size_t& word, net::Family family, VrpStatic& route,
                    StaticTail& tail) {
  const auto take_address = [&] {
    const auto address = net::ParseAddress(line.at(word));
    if (!address || address->family != family) return false;
    route.next_hop = address;
    ++word;
    return true;
  };
  if (line.at(word) == "vpn-instance") {
    route.next_hop_vrf = std::string(line.at(word + 1));
    word += 2;
    if (!take_address()) tail.bad_word = word;
    return;
  }
  if (!take_address()) {
    NameTaken name = TakeInterfaceName(line, word);
    if (name.name.empty() || name.name.find_first_of("0123456789") == std::string::npos) {
      tail.bad_word = word;
      return;
    }
    route.interface = std::move(name.name);
    word = name.next;
    take_address();
  }
  if (line.at(word) != "public") return;
  route.next_hop_vrf = "";
  ++word;
}

StaticTail ReadStaticTail(const Line& line, std::size_t word, net::Family family, VrpStatic& route) {
  StaticTail tail;
  ReadStaticExit(line, word, family, route, tail);
  while (word < line.size() && tail.bad_word == 0) ReadStaticOption(line, word, route, tail);
  return tail;
}

void StoreStatic(Reader& reader, const Line& line, const VrpStatic& route) {
  auto& statics = reader.config.statics;
  const bool all_hops = line.undo() && !route.next_hop && route.interface.empty();
  std::erase_if(statics, [&](const VrpStatic& other) {
    if (other.prefix != route.prefix || other.vrf != route.vrf) return false;
    return all_hops || (other.next_hop == route.next_hop && other.interface == route.interface &&
                        other.next_hop_vrf == route.next_hop_vrf);
  });
  if (!line.undo()) statics.push_back(route);
}

}  // namespace

Verdict ReadStatic(Reader& reader, const Line& line) {
  const net::Family family = line.at(0) == "ipv6" ? net::Family::kIpv6 : net::Family::kIpv4;
  const std::uint8_t impact = family == net::Family::kIpv6 ? Impact::kRouting6 : Impact::kRouting4;
  if (line.at(2) == "default-preference") {
    auto& preference =
        family == net::Family::kIpv6 ? reader.config.static_preference6 : reader.config.static_preference;
    preference = line.undo() ? std::nullopt : NumberUpTo(line.at(3), 255);
    return line.undo() || preference ? Modelled() : reader.Invalid(line, 3, "not a preference", impact);
  }
  VrpStatic route;
  std::size_t word = 2;
  if (line.at(word) == "vpn-instance") {
    route.vrf = std::string(line.at(word + 1));
    word += 2;
  }
  const auto address = net::ParseAddress(line.at(word));
  if (!address || address->family != family) {
    if (line.at(2) == "recursive-lookup" || line.at(2) == "default-bfd" || line.at(2) == "selection-rule") {
      return Unmodelled(impact, "static route option");
    }
    return reader.Invalid(line, word, "not an address", impact);
  }
  const auto length =
      family == net::Family::kIpv4 ? ParseMask(line.at(word + 1)) : std::optional<std::uint8_t>();
  const auto length6 = NumberUpTo(line.at(word + 1), 128);
  if (family == net::Family::kIpv4 ? !length.has_value() : !length6.has_value()) {
    return reader.Invalid(line, word + 1, "not a network mask", impact);
  }
  route.prefix =
      net::Prefix::Of(*address, family == net::Family::kIpv4 ? *length : static_cast<std::uint8_t>(*length6));
  route.span = line.span();
  if (line.undo() && line.size() == word + 2) {
    StoreStatic(reader, line, route);
    return Modelled();
  }
  const StaticTail tail = ReadStaticTail(line, word + 2, family, route);
  if (tail.bad_word != 0) return reader.Invalid(line, tail.bad_word, "not a usable value", impact);
  if (tail.unknown) return Unknown(impact);
  StoreStatic(reader, line, route);
  return tail.beyond_model.empty() ? Modelled() : Unmodelled(impact, tail.beyond_model);
}

}  // namespace ringfence::formats::huawei_vrp
