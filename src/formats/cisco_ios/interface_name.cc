#include "formats/cisco_ios/interface_name.h"

#include <algorithm>

namespace ringfence::formats::cisco_ios {
namespace {

using model::InterfaceKind;

/// One port type. Of several types with the abbreviation, the first in the table is meant.
struct PortType {
  std::string_view name;
  InterfaceKind kind = InterfaceKind::kPhysical;
  std::uint64_t bandwidth_bps = 0;  ///< 0: the name does not say
  bool point_to_point = false;
};

constexpr std::uint64_t kMega = 1'000'000;
constexpr std::uint64_t kGiga = 1'000'000'000;

constexpr PortType kPortTypes[] = {
    {"GigabitEthernet", InterfaceKind::kPhysical, kGiga, false},
    {"FastEthernet", InterfaceKind::kPhysical, 100 * kMega, false},
    {"Ethernet", InterfaceKind::kPhysical, 10 * kMega, false},
    {"TenGigabitEthernet", InterfaceKind::kPhysical, 10 * kGiga, false},
    {"TenGigE", InterfaceKind::kPhysical, 10 * kGiga, false},
    {"TwentyFiveGigE", InterfaceKind::kPhysical, 25 * kGiga, false},
    {"TwentyFiveGigabitEthernet", InterfaceKind::kPhysical, 25 * kGiga, false},
    {"TwoGigabitEthernet", InterfaceKind::kPhysical, 2500 * kMega, false},
    {"TwoHundredGigE", InterfaceKind::kPhysical, 200 * kGiga, false},
    {"FiveGigabitEthernet", InterfaceKind::kPhysical, 5 * kGiga, false},
    {"FiftyGigE", InterfaceKind::kPhysical, 50 * kGiga, false},
    {"FortyGigabitEthernet", InterfaceKind::kPhysical, 40 * kGiga, false},
    {"FourHundredGigE", InterfaceKind::kPhysical, 400 * kGiga, false},
    {"HundredGigE", InterfaceKind::kPhysical, 100 * kGiga, false},
    {"HundredGigabitEthernet", InterfaceKind::kPhysical, 100 * kGiga, false},
    {"AppGigabitEthernet", InterfaceKind::kPhysical, kGiga, false},
    {"Serial", InterfaceKind::kPhysical, 1'544'000, true},
    {"Loopback", InterfaceKind::kLoopback, 8 * kGiga, false},
    {"Port-channel", InterfaceKind::kLag, 0, false},
    {"POS", InterfaceKind::kPhysical, 155 * kMega, true},
    {"Vlan", InterfaceKind::kSvi, kGiga, false},
    {"BDI", InterfaceKind::kSvi, kGiga, false},
    {"BVI", InterfaceKind::kSvi, 10 * kMega, false},
    {"Tunnel", InterfaceKind::kTunnel, 100'000, true},
    {"Virtual-Template", InterfaceKind::kTunnel, 100'000, true},
    {"Virtual-Access", InterfaceKind::kTunnel, 100'000, true},
    {"VirtualPortGroup", InterfaceKind::kPhysical, kGiga, false},
    {"Null", InterfaceKind::kNull, 0, false},
    {"Dialer", InterfaceKind::kTunnel, 56'000, true},
    {"Multilink", InterfaceKind::kLag, 0, true},
    {"Cellular", InterfaceKind::kPhysical, 0, true},
    {"ATM", InterfaceKind::kPhysical, 0, true},
    {"MFR", InterfaceKind::kLag, 0, true},
    {"Async", InterfaceKind::kPhysical, 0, true},
    {"nve", InterfaceKind::kTunnel, 0, false},
    {"LISP", InterfaceKind::kTunnel, 0, false},
    {"pseudowire", InterfaceKind::kTunnel, 0, false},
};

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool StartsWithIgnoringCase(std::string_view text, std::string_view prefix) {
  return prefix.size() <= text.size() && std::equal(prefix.begin(), prefix.end(), text.begin(),
                                                    [](char a, char b) { return Lower(a) == Lower(b); });
}

std::size_t TypeSize(std::string_view name) {
  std::size_t size = 0;
  while (size < name.size() && !IsDigit(name[size])) ++size;
  return size;
}

/// The type that `letters` abbreviates: an exact name before a longer one.
const PortType* FindType(std::string_view letters) {
  const PortType* found = nullptr;
  if (letters.empty()) return nullptr;
  for (const PortType& type : kPortTypes) {
    if (!StartsWithIgnoringCase(type.name, letters)) continue;
    if (type.name.size() == letters.size()) return &type;
    if (found == nullptr) found = &type;
  }
  return found;
}

}  // namespace

std::string FullInterfaceName(std::string_view name) {
  const std::size_t size = TypeSize(name);
  const PortType* type = FindType(name.substr(0, size));
  if (type == nullptr) return std::string(name);
  return std::string(type->name).append(name.substr(size));
}

std::string TakeInterfaceName(WordCursor& words) {
  const Word first = words.Next();
  if (TypeSize(first.text) < first.text.size() || words.done()) return FullInterfaceName(first.text);
  if (!IsDigit(words.Peek().text.front())) return FullInterfaceName(first.text);
  return FullInterfaceName(std::string(first.text).append(words.Next().text));
}

bool LooksLikeInterface(std::string_view word) {
  return !word.empty() && FindType(word.substr(0, TypeSize(word))) != nullptr;
}

InterfaceKind KindOfName(std::string_view full_name) {
  if (!ParentOfName(full_name).empty()) return InterfaceKind::kSubinterface;
  const PortType* type = FindType(full_name.substr(0, TypeSize(full_name)));
  return type == nullptr ? InterfaceKind::kPhysical : type->kind;
}

std::optional<std::uint64_t> BandwidthOfName(std::string_view full_name) {
  const PortType* type = FindType(full_name.substr(0, TypeSize(full_name)));
  if (type == nullptr || type->bandwidth_bps == 0) return std::nullopt;
  return type->bandwidth_bps;
}

bool IsPointToPointMedium(std::string_view full_name) {
  const PortType* type = FindType(full_name.substr(0, TypeSize(full_name)));
  return type != nullptr && type->point_to_point;
}

std::string_view ParentOfName(std::string_view full_name) {
  const std::size_t dot = full_name.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : full_name.substr(0, dot);
}

}  // namespace ringfence::formats::cisco_ios
