// Copies of line texts in the neutral model, for the readers that share copying_text.h.
#pragma once

#include <string>
#include <vector>

#include "formats/copying_text.h"
#include "formats/statement_report.h"
#include "model/device.h"

namespace ringfence::formats {

/// The session of a mirror; added to `device` when it has a source. `certain`: it copies whenever it is not
/// shut. A source that is no interface of the device, and a port that is a tunnel, are left open.
void AddMirror(const std::string& name, const MirrorSessionText& text, bool certain, StatementReport& report,
               model::Device& device);

/// Where an exporter sends. REQUIRES: it has a destination. `source`: an interface or an address.
model::CopyTarget CollectorOf(const ExporterText& exporter, const Setting<std::string>& source,
                              const model::Device& device);

/// Collectors of the monitor of a use. What the text does not define leaves its line open: releases have
/// monitors and exporters of their own.
std::vector<model::CopyTarget> CollectorsOf(const FlowTexts& texts, const FlowUseText& use,
                                            StatementReport& report, const model::Device& device);

/// The session of that name, or nullptr.
model::CopySession* FindCopySession(const std::string& name, model::Device& device);

/// The session of that name; made with these targets when there is none. nullptr without targets: records
/// that nobody collects stay on the device.
model::CopySession* CopySessionOf(const std::string& name, model::CopiedWhat what,
                                  std::vector<model::CopyTarget> targets, model::Device& device);

/// The source of a use at an interface.
model::CopySource SourceOf(const std::string& interface, const FlowUseText& use);

/// The name of an interface with that address; empty when there is none.
std::string InterfaceWith(const model::Device& device, const net::IpAddress& address);

/// The words of the directions that a source copies.
struct DirectionWords {
  std::string_view both, in, out;
};
/// The word for the directions of a source.
std::string_view WordOf(const model::CopySource& source, const DirectionWords& words);

}  // namespace ringfence::formats
