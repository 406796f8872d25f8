// `ospf ...` and `ospfv3 ...` statements of an interface, and the authentication tail they share with areas.
#include <array>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"
#include "formats/secret_digest.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;
using routing::ospf::NetworkType;

VrpInterface& Open(Reader& reader) { return reader.config.interfaces[reader.open_interface]; }
bool IsVersion3(const Line& line) { return line.at(0) == "ospfv3"; }
VrpOspfSettings& SettingsOf(Reader& reader, const Line& line) {
  return IsVersion3(line) ? Open(reader).ospf6 : Open(reader).ospf;
}
std::uint8_t ImpactOf(const Line& line) { return IsVersion3(line) ? Impact::kRouting6 : Impact::kRouting4; }

/// `enable [P] area A`, and of version 3 `P area A`.
Verdict ReadEnable(Reader& reader, const Line& line) {
  VrpInterface& interface = Open(reader);
  std::optional<VrpOspfEnable>& into = IsVersion3(line) ? interface.ospf6_enable : interface.ospf_enable;
  if (line.undo()) {
    into.reset();
    return Modelled();
  }
  VrpOspfEnable enable;
  std::size_t word = IsVersion3(line) ? 1 : 2;
  if (line.at(word) != "area") {
    enable.process = NumberUpTo(line.at(word), 65535);
    if (!enable.process) return reader.Invalid(line, word, "not a process number", ImpactOf(line));
    ++word;
  }
  const auto area = ParseArea(line.at(word + 1));
  if (line.at(word) != "area" || !area) return reader.Invalid(line, word + 1, "not an area", ImpactOf(line));
  enable.area = *area;
  enable.span = line.span();
  if (into && into->area != enable.area) {
    reader.diagnostics.Add({base::DiagnosticKind::kInterfaceTwoAreas,
                            line.span(),
                            interface.name + " is put into a second OSPF area",
                            {into->span}});
  }
  into = enable;
  return Modelled();
}

Verdict ReadTimer(Reader& reader, const Line& line) {
  VrpOspfSettings& ospf = SettingsOf(reader, line);
  const bool hello = line.at(2) == "hello";
  if (!hello && line.at(2) != "dead") return Irrelevant();
  std::optional<std::uint32_t> seconds;
  if (!line.undo()) {
    seconds = NumberUpTo(line.at(3));
    if (!seconds) return reader.Invalid(line, 3, "not a number of seconds", ImpactOf(line));
  }
  (hello ? ospf.hello_s : ospf.dead_s) = seconds;
  return Modelled();
}

Verdict ReadNetworkType(Reader& reader, const Line& line) {
  struct Entry {
    std::string_view word;
    NetworkType type;
  };
  static constexpr std::array kTypes = {
      Entry{"p2p", NetworkType::kPointToPoint}, Entry{"broadcast", NetworkType::kBroadcast},
      Entry{"nbma", NetworkType::kNonBroadcast}, Entry{"p2mp", NetworkType::kPointToMultipoint}};
  VrpOspfSettings& ospf = SettingsOf(reader, line);
  if (line.undo()) {
    ospf.type.reset();
    return Modelled();
  }
  for (const Entry& entry : kTypes) {
    if (entry.word != line.at(2)) continue;
    ospf.type = entry.type;
    return Modelled();
  }
  return reader.Invalid(line, 2, "not a network type", ImpactOf(line));
}

Verdict ReadCost(Reader& reader, const Line& line) {
  VrpOspfSettings& ospf = SettingsOf(reader, line);
  if (line.undo()) {
    ospf.cost.reset();
    return Modelled();
  }
  const auto cost = NumberUpTo(line.at(2), 65535);
  if (!cost || *cost == 0) return reader.Invalid(line, 2, "not a cost between 1 and 65535", ImpactOf(line));
  ospf.cost = *cost;
  ospf.cost_span = line.span();
  return Modelled();
}

}  // namespace

// A key printed in cipher form is salted: equal keys give different texts, so only type and key number can be
// compared. Two ends that differ in the key alone are taken to agree; the characterization lists this.
std::string AuthenticationOf(const Line& line, std::size_t index) {
  const std::string_view mode = line.at(index);
  if (mode == "null") return "";
  if (mode == "keychain") return "keychain:" + std::string(line.at(index + 1));
  std::string kind(mode);
  std::size_t word = index + 1;
  if (NumberUpTo(line.at(word), 255)) kind += ":" + std::string(line.at(word++));
  if (line.at(word) == "cipher" || line.at(word).empty()) return kind;
  if (line.at(word) == "plain") ++word;
  return DigestOfSecret(kind, line.at(word));
}

Verdict ReadInterfaceOspf(Reader& reader, const Line& line) {
  VrpOspfSettings& ospf = SettingsOf(reader, line);
  const std::string_view word = line.at(1);
  // A port may run several instances of version 3; the model has the one without a number.
  for (std::size_t i = 2; i + 1 < line.size(); ++i) {
    if (IsVersion3(line) && line.at(i) == "instance" && line.at(i + 1) != "0")
      return Unmodelled(Impact::kRouting6, "OSPFv3 instance");
  }
  if (word == "cost") return ReadCost(reader, line);
  if (IsVersion3(line) ? NumberUpTo(word).has_value() : word == "enable") return ReadEnable(reader, line);
  if (word == "network-type") return ReadNetworkType(reader, line);
  if (word == "prefix-sid" && !IsVersion3(line)) return ReadInterfaceSid(reader, line);
  if (word == "timer") return ReadTimer(reader, line);
  if (word == (IsVersion3(line) ? "mtu-ignore" : "mtu-enable")) {
    ospf.mtu_check.reset();
    if (!line.undo()) ospf.mtu_check = !IsVersion3(line);
    return Modelled();
  }
  if (word == "dr-priority") {
    const auto priority = NumberUpTo(line.at(2), 255);
    if (!line.undo() && !priority) return reader.Invalid(line, 2, "not a priority", ImpactOf(line));
    ospf.priority.reset();
    if (!line.undo()) ospf.priority = static_cast<std::uint8_t>(*priority);
    return Modelled();
  }
  if (word == "authentication-mode" && !IsVersion3(line)) {
    ospf.authentication.reset();
    if (!line.undo()) ospf.authentication = AuthenticationOf(line, 2);
    return Modelled();
  }
  return KnownForm(View::kInterface, line);
}

}  // namespace ringfence::formats::huawei_vrp
