// `static-lsp {ingress | transit | egress} NAME ...`: what this router does for a path that is typed in.
#include <algorithm>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"
#include "formats/segment_routing_text.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;

// RFC 3032 section 2.1: 4 to 15 are reserved, 0 and 3 are what a last router may ask for.
constexpr std::uint32_t kExplicitNull = 0, kImplicitNull = 3;

bool IsRole(std::string_view word) { return word == "ingress" || word == "transit" || word == "egress"; }

std::optional<std::uint32_t> InLabel(std::string_view word) {
  const auto label = NumberUpTo(word, kLabelMax);
  return label && *label >= kLabelMin ? label : std::nullopt;
}

std::optional<std::uint32_t> OutLabel(std::string_view word) {
  const auto label = NumberUpTo(word, kLabelMax);
  return label == kExplicitNull || label == kImplicitNull ? label : InLabel(word);
}

/// `destination A M`: the words that it took; 0: it is none.
std::size_t TakeDestination(const Line& line, std::size_t word, VrpStaticLsp& lsp) {
  const auto address = net::ParseIpv4(line.at(word));
  const auto length = ParseMask(line.at(word + 1));
  if (!address || !length) return 0;
  lsp.destination = net::Prefix::Of(*address, *length);
  return 2;
}

/// One option and its value; the index of the word behind it, 0: not understood.
std::size_t TakeOption(const Line& line, std::size_t word, VrpStaticLsp& lsp) {
  const std::string_view key = line.at(word++);
  if (key == "destination" && lsp.role == "ingress") {
    const std::size_t taken = TakeDestination(line, word, lsp);
    return taken == 0 ? 0 : word + taken;
  }
  if (key == "nexthop" && lsp.role != "egress") {
    lsp.next_hop = net::ParseIpv4(line.at(word));
    return lsp.next_hop ? word + 1 : 0;
  }
  if ((key == "incoming-interface" && lsp.role != "ingress") ||
      (key == "outgoing-interface" && lsp.role != "egress")) {
    NameTaken name = TakeInterfaceName(line, word);
    if (name.name.empty()) return 0;
    (key == "incoming-interface" ? lsp.in_interface : lsp.out_interface) = std::move(name.name);
    return name.next;
  }
  if (key == "in-label" && lsp.role != "ingress") {
    lsp.in_label = InLabel(line.at(word));
    return lsp.in_label ? word + 1 : 0;
  }
  if (key == "out-label" && lsp.role != "egress") {
    lsp.out_label = OutLabel(line.at(word));
    return lsp.out_label ? word + 1 : 0;
  }
  return 0;
}

bool IsComplete(const VrpStaticLsp& lsp) {
  const bool leaves = lsp.out_label && (lsp.next_hop || !lsp.out_interface.empty());
  if (lsp.role == "ingress") return lsp.destination && leaves;
  return lsp.in_label && (lsp.role == "egress" || leaves);
}

}  // namespace

Verdict ReadStaticLsp(Reader& reader, const Line& line) {
  std::vector<VrpStaticLsp>& lsps = reader.config.static_lsps;
  VrpStaticLsp lsp{.role = std::string(line.at(1)), .name = std::string(line.at(2))};
  if (!IsRole(lsp.role) || lsp.name.empty()) return KnownForm(View::kSystem, line);
  std::erase_if(
      lsps, [&lsp](const VrpStaticLsp& other) { return other.role == lsp.role && other.name == lsp.name; });
  if (line.undo()) return Modelled();
  for (std::size_t word = 3; word < line.size();) {
    word = TakeOption(line, word, lsp);
    if (word == 0) return KnownForm(View::kSystem, line);
  }
  if (!IsComplete(lsp)) return reader.Invalid(line, 2, "a part of the path is missing", Impact::kForwarding);
  lsp.span = line.span();
  lsps.push_back(std::move(lsp));
  return Modelled();
}

}  // namespace ringfence::formats::huawei_vrp
