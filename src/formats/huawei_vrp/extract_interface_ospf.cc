// `ospf ...` statements of an interface, and the authentication tail they share with areas.
#include <array>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"
#include "formats/secret_digest.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;
using routing::ospf::NetworkType;

Verdict ReadEnable(Reader& reader, const Line& line) {
  VrpInterface& interface = reader.config.interfaces[reader.open_interface];
  if (line.undo()) {
    interface.ospf_enable.reset();
    return Modelled();
  }
  VrpOspfEnable enable;
  std::size_t word = 2;
  if (line.at(word) != "area") {
    enable.process = NumberUpTo(line.at(word), 65535);
    if (!enable.process) return reader.Invalid(line, word, "not a process number", Impact::kRouting4);
    ++word;
  }
  const auto area = ParseArea(line.at(word + 1));
  if (line.at(word) != "area" || !area)
    return reader.Invalid(line, word + 1, "not an area", Impact::kRouting4);
  enable.area = *area;
  enable.span = line.span();
  if (interface.ospf_enable && interface.ospf_enable->area != enable.area) {
    reader.diagnostics.Add({base::DiagnosticKind::kInterfaceTwoAreas,
                            line.span(),
                            interface.name + " is put into a second OSPF area",
                            {interface.ospf_enable->span}});
  }
  interface.ospf_enable = enable;
  return Modelled();
}

Verdict ReadTimer(Reader& reader, const Line& line) {
  VrpOspfSettings& ospf = reader.config.interfaces[reader.open_interface].ospf;
  const bool hello = line.at(2) == "hello";
  if (!hello && line.at(2) != "dead") return Irrelevant();
  std::optional<std::uint32_t> seconds;
  if (!line.undo()) {
    seconds = NumberUpTo(line.at(3));
    if (!seconds) return reader.Invalid(line, 3, "not a number of seconds", Impact::kRouting4);
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
  VrpOspfSettings& ospf = reader.config.interfaces[reader.open_interface].ospf;
  if (line.undo()) {
    ospf.type.reset();
    return Modelled();
  }
  for (const Entry& entry : kTypes) {
    if (entry.word != line.at(2)) continue;
    ospf.type = entry.type;
    return Modelled();
  }
  return reader.Invalid(line, 2, "not a network type", Impact::kRouting4);
}

Verdict ReadCost(Reader& reader, const Line& line) {
  VrpOspfSettings& ospf = reader.config.interfaces[reader.open_interface].ospf;
  if (line.undo()) {
    ospf.cost.reset();
    return Modelled();
  }
  const auto cost = NumberUpTo(line.at(2), 65535);
  if (!cost || *cost == 0)
    return reader.Invalid(line, 2, "not a cost between 1 and 65535", Impact::kRouting4);
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
  VrpOspfSettings& ospf = reader.config.interfaces[reader.open_interface].ospf;
  const std::string_view word = line.at(1);
  if (word == "cost") return ReadCost(reader, line);
  if (word == "enable") return ReadEnable(reader, line);
  if (word == "network-type") return ReadNetworkType(reader, line);
  if (word == "timer") return ReadTimer(reader, line);
  if (word == "mtu-enable") {
    ospf.mtu_check = !line.undo();
    return Modelled();
  }
  if (word == "dr-priority") {
    const auto priority = NumberUpTo(line.at(2), 255);
    if (!line.undo() && !priority) return reader.Invalid(line, 2, "not a priority", Impact::kRouting4);
    ospf.priority.reset();
    if (!line.undo()) ospf.priority = static_cast<std::uint8_t>(*priority);
    return Modelled();
  }
  if (word == "authentication-mode") {
    ospf.authentication.reset();
    if (!line.undo()) ospf.authentication = AuthenticationOf(line, 2);
    return Modelled();
  }
  return KnownForm(View::kInterface, line);
}

}  // namespace ringfence::formats::huawei_vrp
