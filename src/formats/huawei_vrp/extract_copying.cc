// Copies: `observe-port` and `port-mirroring`, `ip netstream`. A form with words beyond those modelled stays
// open, with the forms known_forms.cc lists.
#include <algorithm>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;

constexpr std::string_view kMirror = "mirroring of packets";
constexpr std::string_view kFlowExport = "flow export";

VrpInterfaceCopying& Open(Reader& reader) { return reader.config.interfaces[reader.open_interface].copying; }

/// Taking away what was not set changes nothing; taking away what was is not read.
Verdict Undone(bool is_set, std::string_view reason) {
  return is_set ? Unmodelled(Impact::kCopying, reason) : Irrelevant();
}

/// Takes "vpn-instance V" at `word`.
std::string TakeVpnInstance(const Line& line, std::size_t& word) {
  if (line.at(word) != "vpn-instance" || line.at(word + 1).empty()) return "";
  word += 2;
  return std::string(line.at(word - 1));
}

/// `host A PORT [vpn-instance V]`, `source A`, `source X` from `word` on.
Verdict ReadExport(const Line& line, std::size_t word, VrpNetstreamExport& into) {
  if (line.at(word) == "host") {
    const auto address = net::ParseAddress(line.at(word + 1));
    const auto port = NumberUpTo(line.at(word + 2), 65535);
    word += 3;
    const std::string vrf = TakeVpnInstance(line, word);
    if (!address || !port || word != line.size()) return Unmodelled(Impact::kCopying, kFlowExport);
    into.hosts.push_back({*address, static_cast<std::uint16_t>(*port), vrf, line.span()});
    return Modelled();
  }
  if (line.at(word) != "source") return Unmodelled(Impact::kCopying, kFlowExport);
  if (const auto address = net::ParseAddress(line.at(word + 1)); address && line.size() == word + 2) {
    into.source = *address;
    return Modelled();
  }
  const NameTaken taken = TakeInterfaceName(line, word + 1);
  if (taken.name.empty() || taken.next != line.size()) return Unmodelled(Impact::kCopying, kFlowExport);
  into.source_interface = taken.name;
  return Modelled();
}

/// What is in the records, how long they wait and how large the cache is.
bool KeepsCollector(const Line& line) {
  const std::string_view word = line.at(2);
  if (word == "timeout" || word == "tcp-flag" || word == "as-mode") return true;
  const std::string_view option = line.at(3);
  return word == "export" && (option == "version" || option == "template" || option == "index-switch");
}

}  // namespace

Verdict ReadObservePort(Reader& reader, const Line& line) {
  auto& ports = reader.config.copying.observe_ports;
  const auto same = [&](const VrpObservePort& port) { return port.index == line.at(1); };
  if (line.undo()) return Undone(std::ranges::any_of(ports, same), kMirror);
  VrpObservePort port{std::string(line.at(1)), {}, {}, {}, {}, {}, line.span()};
  std::size_t word = 3;
  if (!NumberUpTo(line.at(1))) return Unmodelled(Impact::kCopying, kMirror);
  if (line.at(2) == "interface") {
    const NameTaken taken = TakeInterfaceName(line, 3);
    port.interface = taken.name;
    word = taken.next;
    const auto vlan = NumberUpTo(line.at(word + 1), 4094);
    if (line.at(word) == "vlan" && vlan) {
      port.vlan = static_cast<std::uint16_t>(*vlan);
      word += 2;
    }
  } else if (line.at(2) == "destination-ip" && line.at(4) == "source-ip") {
    port.to = net::ParseIpv4(line.at(3));
    port.from = net::ParseIpv4(line.at(5));
    word = 6;
    port.vrf = TakeVpnInstance(line, word);
  }
  const bool complete = !port.interface.empty() || (port.to && port.from);
  if (!complete || word != line.size()) return Unmodelled(Impact::kCopying, kMirror);
  std::erase_if(ports, same);
  ports.push_back(std::move(port));
  return Modelled();
}

Verdict ReadNetstream(Reader& reader, const Line& line) {
  VrpCopying& copying = reader.config.copying;
  const bool ipv6 = line.at(0) == "ipv6";
  VrpNetstreamExport& into = ipv6 ? copying.netstream6 : copying.netstream4;
  if (line.undo()) return Undone(!into.hosts.empty(), kFlowExport);
  // `netstream export ip host` of CloudEngine, `ip netstream export host` of the others.
  if (line.at(0) == "netstream") {
    if (line.at(1) != "export" || line.at(2) != "ip") return KnownForm(View::kSystem, line);
    return line.at(3) == "version" ? Irrelevant() : ReadExport(line, 3, into);
  }
  if (KeepsCollector(line)) return Irrelevant();
  return line.at(2) == "export" ? ReadExport(line, 3, into) : KnownForm(View::kSystem, line);
}

Verdict ReadInterfaceMirror(Reader& reader, const Line& line) {
  VrpInterfaceCopying& copying = Open(reader);
  if (line.undo()) return Undone(!copying.mirrors.empty(), kMirror);
  const std::size_t word = line.at(1) == "to" ? 2 : 1;
  const std::string_view direction = line.at(word + 2);
  const bool both = direction == "both";
  const bool complete = line.at(word) == "observe-port" && NumberUpTo(line.at(word + 1)) &&
                        (both || direction == "inbound" || direction == "outbound") &&
                        line.size() == word + 3;
  if (!complete) return Unmodelled(Impact::kCopying, kMirror);
  copying.mirrors.push_back({std::string(line.at(word + 1)), both || direction == "inbound",
                             both || direction == "outbound", line.span()});
  return Modelled();
}

Verdict ReadInterfaceNetstream(Reader& reader, const Line& line) {
  VrpInterfaceCopying& copying = Open(reader);
  if (line.undo()) return Undone(!copying.netstream.empty(), kFlowExport);
  // `netstream inbound ip` of CloudEngine, `ip netstream inbound` of the others.
  const bool word_last = line.at(0) == "netstream";
  const bool sampler = !word_last && line.at(2) == "sampler";
  const std::string_view direction = line.at(sampler ? line.size() - 1 : word_last ? 1 : 2);
  const bool complete = sampler || (line.size() == 3 && (!word_last || line.at(2) == "ip"));
  if (!complete || (direction != "inbound" && direction != "outbound"))
    return Unmodelled(Impact::kCopying, kFlowExport);
  copying.netstream.push_back({line.at(0) == "ipv6" ? net::Family::kIpv6 : net::Family::kIpv4,
                               direction == "outbound", sampler, line.span()});
  return Modelled();
}

}  // namespace ringfence::formats::huawei_vrp
