// The vendor model's part about copies: SPAN and ERSPAN sessions, flow export.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "formats/setting.h"
#include "net/ip.h"

namespace ringfence::formats::cisco_ios {

/// `source interface ...` of a session: one interface of the list.
struct MirrorSourceText {
  std::string interface;
  bool inbound = true, outbound = true;
  base::Span span;
};

/// `monitor session N ...`, in lines or as a block.
struct MirrorSessionText {
  bool erspan = false;
  std::vector<MirrorSourceText> sources;
  std::vector<Setting<std::string>> ports;  ///< `destination interface X`
  Setting<net::IpAddress> address, origin;  ///< of ERSPAN
  std::string vrf;
  Setting<bool> shutdown;
  bool filtered = false;  ///< copies less than its sources see
};

/// A collector: `flow exporter E`, or one `ip flow-export destination`.
struct ExporterText {
  Setting<net::IpAddress> destination;
  std::string vrf;
  Setting<std::string> source;  ///< an interface
  Setting<std::uint32_t> port;
};

/// `flow monitor M`.
struct FlowMonitorText {
  std::vector<Setting<std::string>> exporters;
};

/// `ip flow ingress`, `ip flow monitor M [sampler S] input` of an interface.
struct FlowUseText {
  std::string monitor;  ///< empty: what `ip flow-export` sends
  net::Family family = net::Family::kIpv4;
  bool outbound = false;
  base::Span span;
};

/// All of it.
struct CopyingText {
  std::map<std::uint32_t, MirrorSessionText> sessions;
  std::map<std::string, ExporterText> exporters;
  std::map<std::string, FlowMonitorText> monitors;
  std::vector<ExporterText> exports;  ///< `ip flow-export destination`
  Setting<std::string> export_source;
};

}  // namespace ringfence::formats::cisco_ios
