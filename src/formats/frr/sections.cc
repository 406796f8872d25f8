#include "formats/frr/sections.h"

#include <algorithm>

namespace ringfence::formats::frr {
namespace {

constexpr std::string_view kInterfacesMark = "# This file describes the network interfaces";
constexpr std::string_view kPortsMark = "# ports.conf --";

bool OpensFrr(std::string_view line) {
  return line.starts_with("frr version") || line.starts_with("#frr version") ||
         line.starts_with("frr defaults");
}

}  // namespace

bool OpensStanza(std::string_view line) { return line.starts_with("auto ") || line.starts_with("iface "); }

Section FirstSection(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with(kInterfacesMark)) return Section::kHostName;
    if (OpensStanza(line)) return Section::kInterfaces;
    if (OpensFrr(line)) break;
  }
  return Section::kFrr;
}

Section SectionOf(Section before, std::string_view line) {
  if (before == Section::kFrr || OpensFrr(line)) return Section::kFrr;
  if (line.starts_with(kPortsMark)) return Section::kPorts;
  if (line.starts_with(kInterfacesMark)) return Section::kInterfaces;
  return before;
}

}  // namespace ringfence::formats::frr
