/** Edits of CentrePoint's own examples: what the schemas refuse, and what they have to take. */

/** Event; why; the number of the example and a place in it; the value to put there; the fault. */
type Broken = [name: string, why: string, at: string, next: unknown, want: string]
type Unusual = [name: string, why: string, at: string, next: unknown]

const CP2 = 'cp2_daily_statistics_complete'
const DAILY = 'daily_statistics_complete'
const RETRIEVAL = 'data_retrieval_complete'
const RAW = 'raw_processing_complete'

export const broken: Broken[] = [
  ['upload', 'an unknown status', '0/status', 'paused', 'const /status'],
  ['upload', 'a status in capitals', '0/status', 'Started', 'const /status'],
  ['upload', 'an id of letters', '0/uploadId', '70o211', 'pattern /uploadId'],
  ['upload', 'an empty id', '0/studyId', '', 'pattern /studyId'],
  ['upload', 'a fraction as id', '0/subjectId', 1.5, 'type /subjectId'],
  ['upload', 'a negative id', '0/subjectId', -1, 'minimum /subjectId'],
  ['upload', 'an error without message', '2/message', undefined, 'required /message'],
  ['upload', 'completed without times', '0/status', 'completed', 'required /firstEpochUTC'],
  ['upload', 'a day without time', '1/firstEpochUTC', '2024-03-09', 'pattern /firstEpochUTC'],
  ['upload', 'a month 13', '1/lastEpochUTC', '2024-13-09T07:15:00', 'pattern /lastEpochUTC'],
  ['upload', 'a day 32', '1/lastEpochUTC', '2024-03-32T07:15:00', 'pattern /lastEpochUTC'],
  ['upload', 'an hour 24', '1/lastEpochUTC', '2024-03-09T24:00:00', 'pattern /lastEpochUTC'],
  [
    'upload',
    'text behind a time',
    '1/lastEpochUTC',
    '2024-03-09T07:15:00Zx',
    'pattern /lastEpochUTC',
  ],
  [RAW, 'a status of another event', '0/status', 'completed', 'const /status'],
  [RAW, 'completed without a range', '0/min_event_timestamp', null, 'type /min_event_timestamp'],
  [
    RAW,
    'a time without offset',
    '0/created_at_utc',
    '2024-03-10T07:02:41',
    'format /created_at_utc',
  ],
  [RAW, 'a failure at no time', '1/max_event_timestamp', 'never', 'format /max_event_timestamp'],
  [RAW, 'an id as text', '0/study_id', '512', 'type /study_id'],
  [RAW, 'a serial number of null', '0/monitor_serial', null, 'type /monitor_serial'],
  [RETRIEVAL, 'a tracking id that is no GUID', '0/tracking_id', 'abc', 'format /tracking_id'],
  [RETRIEVAL, 'files as text', '0/files', 'a.avro', 'type /files'],
  [RETRIEVAL, 'neither files nor error', '0/files', null, 'type /files'],
  [RETRIEVAL, 'neither times nor error', '1/error_message', null, 'required /completed_at_utc'],
  [RETRIEVAL, 'a file of null', '0/files/1', null, 'type /files/1'],
  [RETRIEVAL, 'half a byte', '0/files/0/file_size', 0.5, 'type /files/0/file_size'],
  [DAILY, 'no serial numbers', '0/activityMonitorSerials', null, 'type /activityMonitorSerials'],
  [DAILY, 'a number as serial', '0/activityMonitorSerials/0', 17, 'type /activityMonitorSerials/0'],
  [DAILY, 'no epochs', '0/epochAggregation', undefined, 'required /epochAggregation'],
  [
    DAILY,
    'minutes as text',
    '0/epochAggregation/wearMinutes',
    '75',
    'type /epochAggregation/wearMinutes',
  ],
  [DAILY, 'Freedson as an object', '0/freedsonAggregations', {}, 'type /freedsonAggregations'],
  [
    DAILY,
    'an empty entry',
    '0/staudenmayerAggregations',
    [{}],
    'required /staudenmayerAggregations/0/nonFilteredLight',
  ],
  [DAILY, 'Crouter as a number', '0/crouterAggregations', 7, 'type /crouterAggregations'],
  [DAILY, 'steps as a number', '0/mavmAggregation', 865, 'type /mavmAggregation'],
  [DAILY, 'other steps as a number', '0/uwfAggregations', 865, 'type /uwfAggregations'],
  [
    DAILY,
    'a last epoch at noon',
    '0/lastEpochDateTimeUtc',
    'noon',
    'pattern /lastEpochDateTimeUtc',
  ],
  [CP2, 'bouts as an object', '0/bouts', { name: 'a', count: 1 }, 'type /bouts'],
  [CP2, 'a bucket in capitals', '0/bouts/0', { Name: 'a', Count: 1 }, 'required /bouts/0/name'],
  [CP2, 'half a count', '0/axisXCounts', 0.5, 'type /axisXCounts'],
  [CP2, 'a number as name', '0/subjectIdentifier', 103, 'type /subjectIdentifier'],
  [CP2, 'a date in words', '0/date', '9 March', 'pattern /date'],
]

export const unusual: Unusual[] = [
  ['upload', 'an id as a number, as documented', '0/uploadId', 700211],
  ['upload', 'a time with an offset', '1/firstEpochUTC', '2024-03-09T07:15:00+01:00'],
  ['upload', 'a time without decimals', '1/lastEpochUTC', '2024-03-09T07:15:00Z'],
  [RAW, 'a completed one with a remark', '0/error_message', 'late'],
  [RETRIEVAL, 'an empty error message', '0/error_message', ''],
  [RETRIEVAL, 'an error message of null', '0/error_message', null],
  [RETRIEVAL, 'a failure with files of null', '1/files', null],
  [RETRIEVAL, 'a failure that never began', '1/started_at_utc', null],
  [DAILY, 'no steps', '0/mavmAggregation', undefined],
  [DAILY, 'Crouter as an array', '0/crouterAggregations', [{ nonFilteredVALight: 1 }]],
  [DAILY, 'Crouter as an object', '0/crouterAggregations', { nonFilteredVALight: 1 }],
  [CP2, 'a day without bouts', '0/bouts', []],
]
