// Tells of this system: lines that begin with `set /`, a top-level `network-instance` or `interface` with its
// braces and the names of its ports, and in JSON and YAML the prefix of its YANG modules.
#include <algorithm>
#include <array>
#include <string_view>

#include "formats/nokia_srlinux/nokia_srlinux.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

// Lines looked at: the first ones tell the story.
constexpr int kLinesMax = 400;

// The branches of the tree at which a text begins.
constexpr std::array kBranches = {"interface",
                                  "network-instance",
                                  "system",
                                  "acl",
                                  "routing-policy",
                                  "tunnel-interface",
                                  "platform",
                                  "qos",
                                  "bfd",
                                  "oam",
                                  "tunnel"};

bool IsBranch(std::string_view word) {
  return std::ranges::any_of(kBranches, [word](std::string_view branch) { return branch == word; });
}

bool NamesPort(std::string_view name) {
  constexpr std::array kNames = {"ethernet-", "mgmt", "lag", "irb", "lo", "system0"};
  return std::ranges::any_of(kNames, [name](std::string_view start) { return name.starts_with(start); });
}

// What no other system begins a line with: other trees have interfaces too, under other names.
bool IsOwnBranch(std::string_view line) {
  constexpr std::string_view kInterface = "interface ";
  if (line.starts_with(kInterface)) return NamesPort(line.substr(kInterface.size()));
  return line.starts_with("network-instance ") || line.starts_with("routing-policy ") ||
         line.starts_with("tunnel-interface vxlan");
}

// `set / interface ...`, `set /interface ...`, `/ interface ...`.
bool IsSetLine(std::string_view line) {
  const bool set = line.starts_with("set ");
  if (set) line.remove_prefix(4);
  if (!line.starts_with('/')) return false;
  line.remove_prefix(1);
  if (line.starts_with(' ')) line.remove_prefix(1);
  return IsOwnBranch(line) || (set && IsBranch(line.substr(0, line.find_first_of(" \t\r"))));
}

// `network-instance X {`, `interface ethernet-1/1 {` and their kind at the outermost level.
bool IsBlock(std::string_view line) {
  while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
  if (!line.ends_with('{') && !line.ends_with("{ }")) return false;
  return IsOwnBranch(line) || line == "acl {";
}

// "srl_nokia-interfaces:interface": a key of the JSON form.
bool IsModuleKey(std::string_view line) {
  while (!line.empty() && (line.front() == ' ' || line.front() == '"' || line.front() == '{'))
    line.remove_prefix(1);
  return line.starts_with("srl_nokia-");
}

}  // namespace

Claim Detect(std::string_view text) {
  for (int lines = 0; lines < kLinesMax && !text.empty(); ++lines) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (IsSetLine(line) || IsBlock(line) || IsModuleKey(line)) return Claim::kYes;
  }
  return Claim::kNo;
}

}  // namespace ringfence::formats::nokia_srlinux
