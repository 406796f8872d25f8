// The part of Dump that shows IS-IS, RIP, EIGRP, LDP and segment routing.
#pragma once

#include <string>

#include "routing/device_config.h"

namespace ringfence::formats {

/// Each appends one process, one fact a line, spans left out.
void DumpIsis(std::string& out, const routing::isis::IsisProcess& process);
void DumpRip(std::string& out, const routing::rip::RipProcess& process);
void DumpEigrp(std::string& out, const routing::eigrp::EigrpProcess& process);
/// Nothing where it does not run.
void DumpLdp(std::string& out, const routing::ldp::LdpConfig& config);
void DumpSr(std::string& out, const routing::sr::SrConfig& config);
void DumpSrv6(std::string& out, const routing::srv6::Srv6Config& config);
/// Traffic engineering.
void DumpTe(std::string& out, const routing::te::TeConfig& config);
void DumpStaticLsps(std::string& out, const routing::static_lsps::StaticLspConfig& config);

}  // namespace ringfence::formats
