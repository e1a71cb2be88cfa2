@echo off
rem SPDX-License-Identifier: MIT
rem Stands for a program of Windows NT that Wine lacks, called with its name and its arguments:
rem notes the call, and answers from the files in C:\RECORDS. It fails where there is a file for that,
rem netsh also for each address in refused; what is in instead becomes the registry, not what regini
rem was given.
>> C:\RECORDS\calls echo %*
if exist C:\RECORDS\%1.fails exit 1
if "%1"=="regini" copy /b %2 C:\RECORDS\registry > nul
if "%1"=="regini" if exist C:\RECORDS\instead copy /b C:\RECORDS\instead C:\RECORDS\registry > nul
if "%1"=="regdmp" type C:\RECORDS\registry
if "%1"=="ipconfig" type C:\RECORDS\ipconfig
if "%1"=="nbtstat" if "%2"=="-n" type C:\RECORDS\nbtstat
if "%1"=="dumpel" copy /b C:\RECORDS\events %7 > nul
if "%1"=="reg" copy /b C:\RECORDS\registry %4 > nul
if "%1"=="arp" type C:\RECORDS\neighbours
if "%1"=="ping" goto ping
if "%1"=="netsh" goto netsh
exit 0
:ping
find " %4 " C:\RECORDS\answering > nul
if errorlevel 1 goto silent
echo Reply from %4: bytes=32 time=10ms TTL=128
exit 0
:silent
echo Request timed out.
exit 0
:netsh
if "%4"=="show" goto show
if "%4"=="dump" type C:\RECORDS\connection
if "%4"=="dump" exit 0
set VERB=%4
rem What is left: address name "..." addr 10.20.1.32 mask 255.255.255.0
for %%a in (1 2 3 4) do shift
find " %5 " C:\RECORDS\refused > nul
if not errorlevel 1 exit 1
if "%VERB%"=="delete" goto delete
find " %5 " C:\RECORDS\connection > nul
if errorlevel 1 >> C:\RECORDS\connection echo IP %5 %7
exit 0
:delete
for /f "tokens=1,2,3" %%a in (C:\RECORDS\connection) do if not "%%b"=="%5" >> C:\RECORDS\rest echo %%a %%b %%c
copy /b C:\RECORDS\rest C:\RECORDS\connection > nul
del C:\RECORDS\rest
exit 0
:show
echo Configuration for interface "Local Area Connection"
echo     DHCP enabled:                         No
for /f "tokens=2,3" %%a in (C:\RECORDS\connection) do call :pair %%a %%b
echo     Default Gateway:                      10.20.1.1
echo     GatewayMetric:                        1
exit 0
:pair
echo     IP Address:                           %1
if not "%2"=="" echo     SubnetMask:                           %2
