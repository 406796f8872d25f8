#include "formats/frr/sections.h"

#include <algorithm>

#include "formats/frr/wireguard_text.h"

namespace ringfence::formats::frr {
namespace {

constexpr std::string_view kInterfacesMark = "# This file describes the network interfaces";
constexpr std::string_view kPortsMark = "# ports.conf --";
constexpr std::string_view kWireGuardMark = "# /etc/wireguard/";
constexpr std::string_view kWireGuardEnd = ".conf";
/// Longest name of an interface (IFNAMSIZ of Linux).
constexpr std::size_t kInterfaceNameMax = 15;

constexpr HostFile kHostFiles[] = {
    {"babeld.conf", 6, Section::kFrr, true},    {"bfdd.conf", 6, Section::kFrr, true},
    {"bgpd.conf", 6, Section::kFrr, true},      {"config_db.json", 1, Section::kDatabase, false},
    {"daemons", 7, Section::kDaemons, false},   {"eigrpd.conf", 6, Section::kFrr, true},
    {"fabricd.conf", 6, Section::kFrr, true},   {"frr.conf", 4, Section::kFrr, false},
    {"hostname", 0, Section::kHostName, false}, {"interfaces", 1, Section::kInterfaces, false},
    {"isisd.conf", 6, Section::kFrr, true},     {"ldpd.conf", 6, Section::kFrr, true},
    {"nhrpd.conf", 6, Section::kFrr, true},     {"ospf6d.conf", 6, Section::kFrr, true},
    {"ospfd.conf", 6, Section::kFrr, true},     {"pathd.conf", 6, Section::kFrr, true},
    {"pbrd.conf", 6, Section::kFrr, true},      {"pim6d.conf", 6, Section::kFrr, true},
    {"pimd.conf", 6, Section::kFrr, true},      {"ports.conf", 2, Section::kPorts, false},
    {"ripd.conf", 6, Section::kFrr, true},      {"resolv.conf", 8, Section::kResolver, false},
    {"ripngd.conf", 6, Section::kFrr, true},    {"sharpd.conf", 6, Section::kFrr, true},
    {"snmp.yml", 8, Section::kSnmp, false},     {"staticd.conf", 6, Section::kFrr, true},
    {"vrrpd.conf", 6, Section::kFrr, true},     {"vtysh.conf", 3, Section::kFrr, false},
    {"zebra.conf", 5, Section::kFrr, true},
};

/// Of a file `wgNAME.conf`.
constexpr HostFile kWireGuardFile = {"wg", 3, Section::kWireGuard, false};

bool IsInterfaceName(std::string_view name) {
  return !name.empty() && name.size() <= kInterfaceNameMax &&
         name.find_first_of(" \t/") == std::string_view::npos;
}

bool OpensFrr(std::string_view line) {
  return line.starts_with("frr version") || line.starts_with("#frr version") ||
         line.starts_with("frr defaults");
}

}  // namespace

const HostFile* FindHostFile(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);  // npos + 1 is 0
  const auto found = std::ranges::find(kHostFiles, name, &HostFile::name);
  if (found != std::end(kHostFiles)) return &*found;
  return WireGuardFileName(name).empty() ? nullptr : &kWireGuardFile;
}

std::string_view WireGuardFileName(std::string_view path) {
  std::string_view name = path.substr(path.rfind('/') + 1);  // npos + 1 is 0
  if (!name.starts_with(kWireGuardFile.name) || !name.ends_with(kWireGuardEnd)) return {};
  name.remove_suffix(kWireGuardEnd.size());
  return IsInterfaceName(name) ? name : std::string_view();
}

std::string_view WireGuardMark(std::string_view line) {
  if (!line.starts_with(kWireGuardMark) || !line.ends_with(kWireGuardEnd)) return {};
  line.remove_prefix(kWireGuardMark.size());
  line.remove_suffix(std::min(kWireGuardEnd.size(), line.size()));
  return IsInterfaceName(line) ? line : std::string_view();
}

bool OpensDatabase(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '{';
}

bool OpensStanza(std::string_view line) { return line.starts_with("auto ") || line.starts_with("iface "); }

Section FirstSection(std::string_view text) {
  if (OpensDatabase(text)) return Section::kDatabase;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with(kInterfacesMark)) return Section::kHostName;
    if (OpensStanza(line) || !WireGuardMark(line).empty()) return Section::kInterfaces;
    if (OpensFrr(line)) break;
  }
  return Section::kFrr;
}

Section SectionOf(Section before, std::string_view line) {
  if (before == Section::kFrr || OpensFrr(line)) return Section::kFrr;
  if (line.starts_with(kPortsMark)) return Section::kPorts;
  if (!WireGuardMark(line).empty()) return Section::kWireGuard;
  if (line.starts_with(kInterfacesMark)) return Section::kInterfaces;
  return before;
}

}  // namespace ringfence::formats::frr
