#include "formats/cisco_nxos/interface_name.h"

#include <algorithm>

namespace ringfence::formats::cisco_nxos {
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
    {"Ethernet", InterfaceKind::kPhysical, kGiga}, {"loopback", InterfaceKind::kLoopback, 8 * kGiga},
    {"mgmt", InterfaceKind::kPhysical, kGiga},     {"port-channel", InterfaceKind::kLag, 0},
    {"Vlan", InterfaceKind::kSvi, kGiga},          {"Null", InterfaceKind::kNull, 0},
    {"Tunnel", InterfaceKind::kTunnel, 100'000},   {"nve", InterfaceKind::kTunnel, 0},
    {"fc", InterfaceKind::kPhysical, 0},           {"vfc", InterfaceKind::kPhysical, 0},
    {"Bdi", InterfaceKind::kSvi, kGiga},           {"san-port-channel", InterfaceKind::kLag, 0},
    {"Overlay", InterfaceKind::kTunnel, 0},
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

const PortType* TypeOfName(std::string_view name) { return FindType(name.substr(0, TypeSize(name))); }

/// Where the last number of a text begins.
std::size_t LastNumber(std::string_view text) {
  std::size_t at = text.size();
  while (at > 0 && IsDigit(text[at - 1])) --at;
  return at;
}

/// Adds the names of one part of a range: "Ethernet1/1-4", "Ethernet1/1". The end may repeat the whole name
/// ("Ethernet1/1-Ethernet1/4"). False when it is none.
bool AddRange(std::string_view part, std::size_t count_max, std::vector<std::string>& names) {
  // A dash in the type ("port-channel5") is no range.
  const std::size_t dash = part.find('-', TypeSize(part));
  const std::string first = FullInterfaceName(part.substr(0, dash));
  if (dash == std::string_view::npos) {
    names.push_back(first);
    return names.size() <= count_max;
  }
  const std::string last = FullInterfaceName(part.substr(dash + 1));
  const std::string_view stem = std::string_view(first).substr(0, LastNumber(first));
  const auto from = ParseNumber(std::string_view(first).substr(stem.size()), 0, 65535);
  const auto to = ParseNumber(std::string_view(last).substr(LastNumber(last)), 0, 65535);
  if (!from || !to || *to < *from || *to - *from >= count_max) return false;
  for (std::uint32_t number = *from; number <= *to; ++number)
    names.push_back(std::string(stem).append(std::to_string(number)));
  return names.size() <= count_max;
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

std::vector<std::string> TakeInterfaceRange(WordCursor& words, std::size_t count_max) {
  // "Ethernet 1/1 - 4 , Ethernet 1/7": blanks mean nothing.
  std::string text;
  for (const char c : words.Rest().text) {
    if (c != ' ' && c != '\t') text += c;
  }
  std::vector<std::string> names;
  std::string_view rest = text;
  std::string type;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    std::string part(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    if (part.empty()) return {};
    // "Ethernet1/1,1/3" repeats the type.
    if (IsDigit(part.front())) part.insert(0, type);
    type = part.substr(0, TypeSize(part));
    if (!AddRange(part, count_max, names)) return {};
  }
  return names;
}

bool LooksLikeInterface(std::string_view word) {
  const std::size_t size = TypeSize(word);
  return size > 0 && FindType(word.substr(0, size)) != nullptr;
}

InterfaceKind KindOfName(std::string_view full_name) {
  if (!ParentOfName(full_name).empty()) return InterfaceKind::kSubinterface;
  const PortType* type = TypeOfName(full_name);
  return type == nullptr ? InterfaceKind::kPhysical : type->kind;
}

bool IsSwitchable(std::string_view full_name) {
  const bool port = full_name.starts_with("Ethernet") || full_name.starts_with("port-channel");
  return port && ParentOfName(full_name).empty();
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

}  // namespace ringfence::formats::cisco_nxos
