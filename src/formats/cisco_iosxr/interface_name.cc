#include "formats/cisco_iosxr/interface_name.h"

#include <algorithm>

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::InterfaceKind;

/// One type of interface. Of several types with the abbreviation, the first in the table is meant.
struct PortType {
  std::string_view name;
  InterfaceKind kind = InterfaceKind::kPhysical;
  std::uint64_t bandwidth_bps = 0;  ///< 0: the name does not say
};

constexpr std::uint64_t kGiga = 1'000'000'000;

constexpr PortType kPortTypes[] = {
    {"GigabitEthernet", InterfaceKind::kPhysical, kGiga},
    {"TenGigE", InterfaceKind::kPhysical, 10 * kGiga},
    {"Loopback", InterfaceKind::kLoopback, 0},
    {"Bundle-Ether", InterfaceKind::kLag, 0},
    {"HundredGigE", InterfaceKind::kPhysical, 100 * kGiga},
    {"FortyGigE", InterfaceKind::kPhysical, 40 * kGiga},
    {"TwentyFiveGigE", InterfaceKind::kPhysical, 25 * kGiga},
    {"FiftyGigE", InterfaceKind::kPhysical, 50 * kGiga},
    {"TwoHundredGigE", InterfaceKind::kPhysical, 200 * kGiga},
    {"FourHundredGigE", InterfaceKind::kPhysical, 400 * kGiga},
    {"EightHundredGigE", InterfaceKind::kPhysical, 800 * kGiga},
    {"FastEthernet", InterfaceKind::kPhysical, kGiga / 10},
    {"MgmtEth", InterfaceKind::kPhysical, kGiga},
    {"BVI", InterfaceKind::kSvi, 10 * kGiga},
    {"Null", InterfaceKind::kNull, 0},
    {"tunnel-ip", InterfaceKind::kTunnel, kGiga / 10'000},
    {"tunnel-ipsec", InterfaceKind::kTunnel, 0},
    {"tunnel-te", InterfaceKind::kTunnel, 0},
    {"tunnel-mte", InterfaceKind::kTunnel, 0},
    {"tunnel-tp", InterfaceKind::kTunnel, 0},
    {"nve", InterfaceKind::kTunnel, 0},
    {"Bundle-POS", InterfaceKind::kLag, 0},
    {"POS", InterfaceKind::kPhysical, 0},
    {"Serial", InterfaceKind::kPhysical, 0},
    {"Multilink", InterfaceKind::kPhysical, 0},
    {"PW-Ether", InterfaceKind::kPhysical, 0},
    {"Optics", InterfaceKind::kPhysical, 0},
    {"CoherentDSP", InterfaceKind::kPhysical, 0},
};

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool StartsWithIgnoringCase(std::string_view text, std::string_view prefix) {
  return prefix.size() <= text.size() && std::equal(prefix.begin(), prefix.end(), text.begin(),
                                                    [](char a, char b) { return Lower(a) == Lower(b); });
}

std::size_t TypeSize(std::string_view name) {
  std::size_t size = 0;
  while (size < name.size() && !IsDigit(name[size]) && name[size] != '/') ++size;
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
  // "Te0/0/0/1" and "Gi0/0/0/1" are common, one letter is not.
  return letters.size() < 2 ? nullptr : found;
}

const PortType* TypeOfName(std::string_view name) { return FindType(name.substr(0, TypeSize(name))); }

}  // namespace

std::string FullInterfaceName(std::string_view name) {
  // The number of a management port begins with letters: "MgmtEth0/RP0/CPU0/0".
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

bool IsInterfaceName(std::string_view word) {
  return TypeSize(word) < word.size() && TypeOfName(word) != nullptr;
}

InterfaceKind KindOfName(std::string_view full_name) {
  if (!ParentOfName(full_name).empty()) return InterfaceKind::kSubinterface;
  const PortType* type = TypeOfName(full_name);
  return type == nullptr ? InterfaceKind::kPhysical : type->kind;
}

std::optional<std::uint64_t> BandwidthOfName(std::string_view full_name) {
  const PortType* type = TypeOfName(full_name);
  if (type == nullptr || type->bandwidth_bps == 0) return std::nullopt;
  return type->bandwidth_bps;
}

std::string_view ParentOfName(std::string_view full_name) {
  const std::size_t dot = full_name.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : full_name.substr(0, dot);
}

std::string_view NumberOfName(std::string_view full_name) { return full_name.substr(TypeSize(full_name)); }

}  // namespace ringfence::formats::cisco_iosxr
