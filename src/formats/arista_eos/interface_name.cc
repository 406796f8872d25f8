#include "formats/arista_eos/interface_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace ringfence::formats::arista_eos {
namespace {

using model::InterfaceKind;

/// One type of port: its printed name, the shortest word that still means it, and what it is.
struct PortType {
  std::string_view name;
  std::size_t letters_min = 2;
  InterfaceKind kind = InterfaceKind::kPhysical;
};

constexpr PortType kTypes[] = {
    {"Ethernet", 2, InterfaceKind::kPhysical},
    {"Management", 2, InterfaceKind::kPhysical},
    {"Port-Channel", 2, InterfaceKind::kLag},
    {"Loopback", 2, InterfaceKind::kLoopback},
    {"Vlan", 2, InterfaceKind::kSvi},
    {"Tunnel", 2, InterfaceKind::kTunnel},
    {"Vxlan", 2, InterfaceKind::kTunnel},
    {"Dps", 3, InterfaceKind::kTunnel},
    {"Recirc-Channel", 3, InterfaceKind::kLag},
    {"Null", 4, InterfaceKind::kNull},
    {"UnconnectedEthernet", 3, InterfaceKind::kPhysical},
};

bool SameLetter(char a, char b) {
  return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

/// The type that the letters before the number mean; nullptr when none does.
const PortType* TypeOf(std::string_view name) {
  const std::string_view letters = name.substr(0, name.find_first_of("0123456789"));
  for (const PortType& type : kTypes) {
    if (letters.size() < type.letters_min || letters.size() > type.name.size()) continue;
    if (std::equal(letters.begin(), letters.end(), type.name.begin(), SameLetter)) return &type;
  }
  return nullptr;
}

/// Adds the names of one part of a list, such as "1/1-1/4" or "5", after the letters.
bool AddPart(std::string_view letters, std::string_view part, std::vector<std::string>& names) {
  const std::size_t dash = part.find('-');
  const std::string_view first = part.substr(0, dash);
  if (dash == std::string_view::npos) return names.push_back(std::string(letters) + std::string(first)), true;
  std::string_view last = part.substr(dash + 1);
  const std::size_t slash = first.rfind('/');
  const std::size_t stem = slash == std::string_view::npos ? 0 : slash + 1;
  if (last.rfind('/') != std::string_view::npos) last.remove_prefix(last.rfind('/') + 1);
  const auto from = ParseNumber(first.substr(stem), 0, 4094);
  const auto to = ParseNumber(last, 0, 4094);
  if (!from || !to || *to < *from) return false;
  for (std::uint32_t number = *from; number <= *to; ++number) {
    if (names.size() >= kRangeNamesMax) return false;
    names.push_back(fmt::format("{}{}{}", letters, first.substr(0, stem), number));
  }
  return true;
}

}  // namespace

std::string FullInterfaceName(std::string_view name) {
  const PortType* type = TypeOf(name);
  const std::size_t digits = name.find_first_of("0123456789");
  if (type == nullptr || digits == std::string_view::npos) return std::string(name);
  return std::string(type->name) + std::string(name.substr(digits));
}

std::string TakeInterfaceName(WordCursor& words) {
  const Word word = words.Next();
  const bool type_alone =
      TypeOf(word.text) != nullptr && word.text.find_first_of("0123456789") == std::string_view::npos;
  const std::string_view next = words.Peek().text;
  if (type_alone && !next.empty() && next[0] >= '0' && next[0] <= '9')
    return FullInterfaceName(std::string(word.text) + std::string(words.Next().text));
  return FullInterfaceName(word.text);
}

bool LooksLikeInterface(std::string_view word) { return TypeOf(word) != nullptr; }

std::vector<std::string> NamesOfRange(std::string_view range) {
  const std::string full = FullInterfaceName(range);
  const std::size_t digits = full.find_first_of("0123456789");
  if (digits == std::string::npos || full.find_first_of("-,", digits) == std::string::npos) return {full};
  const std::string_view letters = std::string_view(full).substr(0, digits);
  std::string_view rest = std::string_view(full).substr(digits);
  std::vector<std::string> names;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    if (names.size() >= kRangeNamesMax || !AddPart(letters, rest.substr(0, comma), names)) return {};
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return names;
}

InterfaceKind KindOfName(std::string_view full_name) {
  if (!ParentOfName(full_name).empty()) return InterfaceKind::kSubinterface;
  const PortType* type = TypeOf(full_name);
  return type == nullptr ? InterfaceKind::kPhysical : type->kind;
}

std::string_view ParentOfName(std::string_view full_name) {
  const std::size_t dot = full_name.find('.');
  return dot == std::string_view::npos ? std::string_view() : full_name.substr(0, dot);
}

std::optional<std::uint16_t> VlanOfName(std::string_view full_name) {
  if (!full_name.starts_with("Vlan")) return std::nullopt;
  const auto number = ParseNumber(full_name.substr(4), 1, 4094);
  if (!number) return std::nullopt;
  return static_cast<std::uint16_t>(*number);
}

}  // namespace ringfence::formats::arista_eos
