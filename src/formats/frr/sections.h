// A device may come as one text made of several files of its host, one after the other: the host name, the
// interfaces file, the port file and the FRR configuration, or the database of SONiC and the FRR
// configuration; or as these files in a folder, the configuration then perhaps in one file for each daemon.
// This says which line belongs to which.
#pragma once

#include <cstdint>
#include <string_view>

namespace ringfence::formats::frr {

/// The file a line belongs to.
enum class Section : std::uint8_t {
  kHostName,    ///< one line: the name
  kDatabase,    ///< config_db.json of SONiC: one object
  kInterfaces,  ///< stanzas of /etc/network/interfaces
  kWireGuard,   ///< NAME.conf of /etc/wireguard
  kPorts,       ///< ports.conf: speeds and splits
  kFrr,         ///< frr.conf, or the file of one daemon
  kDaemons,     ///< which daemons run; comes last, when it is known what they would do
  kResolver,    ///< resolv.conf
  kSnmp,        ///< snmp.yml of SONiC: communities
};

/// A file of the host.
struct HostFile {
  std::string_view name;
  int rank = 0;  ///< place in the common text
  Section section = Section::kFrr;
  bool of_one_daemon = false;  ///< what it defines only this daemon knows
};
/// The file of that name (folders before it do not count), or nullptr. Names as in /etc/frr and /etc/network.
const HostFile* FindHostFile(std::string_view path);

/// True when a text begins as the database does.
bool OpensDatabase(std::string_view text);
/// Where a text begins: with a host name or stanzas when it holds several files, else with FRR. Linear.
Section FirstSection(std::string_view text);
/// The section of a line, given that of the line before it. A line that begins a file of wg-quick is one of
/// it.
Section SectionOf(Section before, std::string_view line);
/// True when a line can only be part of a stanza file: `auto NAME`, `iface NAME`.
bool OpensStanza(std::string_view line);

}  // namespace ringfence::formats::frr
