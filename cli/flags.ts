/** Options of `up`, checked. */
export interface UpFlags {
  readonly images: 'auto' | 'registry' | 'debian';
  readonly registry?: string;
  readonly speed?: number;
  readonly rules?: string;
  readonly alertmanager?: string;
  readonly dns?: readonly string[];
  readonly dryRun?: boolean;
}

/** Options of `down`, checked. */
export interface DownFlags {
  readonly force?: boolean;
}

/** Options of `open`, checked. */
export interface OpenFlags {
  readonly print?: boolean;
}

/** Options of `logs`, checked. */
export interface LogsFlags {
  readonly follow?: boolean;
  readonly tail?: number;
  readonly since?: number;
}

/** How a run is made. */
export interface RunFlags {
  /** Folder of the runs. */
  readonly runs: string;
  /** Open runbook links that lead elsewhere. */
  readonly checkLinks?: boolean;
}

/** Options of `incident`, checked. */
export interface IncidentFlags extends RunFlags {
  readonly dryRun?: boolean;
  readonly all?: boolean;
  /** How often each scenario is run. */
  readonly repeat?: number;
}

/** Options of `report`, checked. */
export interface ReportFlags {
  readonly list?: boolean;
  readonly print?: boolean;
  readonly runs: string;
}

/** Options of `lint`, checked. */
export interface LintFlags {
  readonly rules?: string;
  readonly alertmanager?: string;
}

/** Options of `doctor`, checked. */
export interface DoctorFlags {
  readonly fix?: boolean;
}

/** Options of `incident show`, checked. */
export interface ShowFlags {
  readonly source?: boolean;
}

/** Options of `incident new`, checked. */
export interface NewFlags {
  readonly alert?: string;
  /** URL of a Prometheus, or folder of rule files. */
  readonly from?: string;
  readonly out?: string;
}
